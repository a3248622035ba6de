// The contract as people read it: its operations, what each takes and answers, and the command that sends it.
import { capitalised } from './format.js';
import { shell } from './snippets.js';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const KEY = 'Authorization: Bearer $ITTYBIT_API_KEY';

export class Reference {
  /** @param contract a Contract */
  constructor(contract) {
    this.contract = contract;
    const { paths, webhooks, tags } = contract.document;
    this.operations = [...this.#all(paths, false), ...this.#all(webhooks ?? {}, true)];
    this.groups = tags.map(({ name, description }) => ({ name, title: capitalised(name.replaceAll('-', ' ')), description, operations: this.operations.filter(({ tag }) => tag === name) }))
      .filter(({ operations }) => operations.length > 0);
  }

  operation(id) {
    return this.operations.find(operation => operation.id === id);
  }

  #all(paths, isSent) {
    return Object.entries(paths).flatMap(([path, item]) => Object.keys(item).filter(part => METHODS.includes(part))
      .map(method => this.#operation(path, method, item[method], item.parameters ?? [], isSent)));
  }

  #operation(path, method, node, shared, isSent) {
    return {
      id: node.operationId, method: method.toUpperCase(), path, tag: node.tags[0], summary: node.summary, description: node.description,
      isDeprecated: Boolean(node.deprecated), isSent, key: isSent ? null : keyFor(method, node, this.contract.document.security),
      parameters: [...shared, ...node.parameters ?? []].map(one => this.#parameter(this.contract.resolved(one))),
      body: this.#content(node.requestBody?.content),
      answers: Object.entries(node.responses).map(([status, answer]) => {
        const { description, content } = this.contract.resolved(answer);
        return { status, description, ...this.#content(content) };
      }),
    };
  }

  #parameter({ name, in: place, required = false, description, example, schema }) {
    const described = this.described(schema);
    return { ...described, name, place, isRequired: required, example, description: description ?? described.description };
  }

  /** A body: its media type, its schema, and examples of it; undefined for none. */
  #content(content) {
    const [[type, { schema, examples = {}, 'x-examples': more = {} }] = [null, {}]] = Object.entries(content ?? {});
    return type ? { type, schema, examples: Object.entries({ ...examples, ...more }).map(([name, { summary, value }]) => ({ name, summary, value })) } : undefined;
  }

  /** The forms that a body may have: by its discriminator, or a single one. */
  forms(schema) {
    const { oneOf, discriminator } = this.contract.resolved(schema);
    if (!discriminator) {
      return [{ schema }];
    }
    const named = Object.entries(discriminator.mapping).map(([value, $ref]) => ({ value, schema: { $ref } }));
    return [...named, ...oneOf.filter(one => !named.some(other => other.schema.$ref === one.$ref)).map(one => ({ schema: one }))]
      .map(form => ({ ...form, property: discriminator.propertyName }));
  }

  /** The fields of a schema; none of one that is no object. */
  fields(schema) {
    const { properties, required } = this.#merged(schema);
    return Object.entries(properties).map(([name, property]) => ({ name, isRequired: required.includes(name), ...this.described(property) }));
  }

  /** A schema with those that it is made of. */
  #merged(schema) {
    const { properties = {}, required = [], allOf = [] } = this.contract.resolved(schema);
    const parts = allOf.map(part => this.#merged(part));
    return { properties: Object.assign({}, properties, ...parts.map(part => part.properties), properties),
      required: [...required, ...parts.flatMap(part => part.required)] };
  }

  /**
   * What a value may be: its type in words, facts such as its range and default, what it is for, words that it may be, and the
   * schema of the fields in it, if it has some.
   */
  described(schema) {
    const whole = this.contract.resolved(schema);
    const choices = (whole.oneOf ?? whole.anyOf ?? [whole]).map(one => this.contract.resolved(one));
    const values = choices.filter(({ type }) => type !== 'null');
    const isNullable = values.length < choices.length || values.some(({ type }) => Array.isArray(type) && type.includes('null'));
    const initial = whole['x-default'] ?? whole.default;
    return {
      type: [...values.map(value => this.#type(value)), ...isNullable ? ['null'] : []].join(' or '),
      facts: [
        ...values.flatMap(value => this.#bounds(value)),
        initial === undefined || initial === '' ? '' : `default ${initial}`,
        values.some(({ writeOnly }) => writeOnly) ? 'in no answer' : '',
      ].filter(Boolean),
      description: whole.description ?? values[0]?.description ?? '',
      examples: whole.examples ?? values[0]?.examples ?? [],
      choices: values.flatMap(value => value.enum ?? []),
      inner: this.#inner(schema, values),
    };
  }

  #type(schema) {
    const { type, enum: choices, items, additionalProperties } = schema;
    if (choices) {
      return choices.join(' | ');
    }
    const plain = [type].flat().find(one => one !== 'null');
    if (plain === 'array') {
      const item = this.described(items).type;
      return `list of ${/ or | [|] /.test(item) ? `(${item})` : item}`;
    }
    if (plain === 'object' && additionalProperties?.type && !schema.properties) {
      return `object of ${this.#type(this.contract.resolved(additionalProperties))} by name`;
    }
    return plain ?? (schema.allOf || schema.properties ? 'object' : 'any value');
  }

  #bounds({ minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, description, uniqueItems }) {
    return [range(minimum, maximum, ''), range(minLength, maxLength, ' characters'), range(minItems, maxItems, ' of them'),
      uniqueItems ? 'each once' : '', pattern && !description ? `like ${pattern}` : ''];
  }

  #inner(schema, values) {
    const known = values.find(({ properties, allOf }) => properties || allOf);
    if (known) {
      return values.length === 1 && !this.contract.resolved(schema).oneOf ? schema : known;
    }
    const [item] = values.map(({ items, additionalProperties }) => items ?? (additionalProperties?.$ref || additionalProperties?.properties ? additionalProperties : null))
      .filter(Boolean);
    return item && this.fields(item).length > 0 ? item : this.#ofItems(item);
  }

  #ofItems(item) {
    return item ? this.described(item).inner : undefined;
  }

  /**
   * The operations that have all of these words in their names, texts or fields.
   *
   * @returns the operations, each with the fields that have a word which nothing else of it has
   */
  found(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return this.operations.flatMap(operation => {
      const own = `${operation.id} ${operation.method} ${operation.path} ${operation.summary} ${operation.description} ${operation.tag}`.toLowerCase();
      const rest = words.filter(word => !own.includes(word));
      const fields = rest.length === 0 ? [] : this.#names(operation).filter(({ name, words: said }) => rest.every(word => `${name} ${said}`.toLowerCase().includes(word)));
      return rest.length === 0 || fields.length > 0 ? [{ operation, fields: outermost([...new Set(fields.map(({ name }) => name))]) }] : [];
    });
  }

  /** What can be sent with an operation: parameters, and fields with those in them. */
  #names(operation) {
    operation.names ??= [...operation.parameters.map(({ name, description }) => ({ name, words: description })),
      ...operation.body ? this.forms(operation.body.schema).flatMap(({ schema }) => this.#within(schema, '', 0)) : []];
    return operation.names;
  }

  #within(schema, prefix, depth) {
    return depth > 3 ? [] : this.fields(schema).flatMap(({ name, description, type, inner }) =>
      [{ name: prefix + name, words: `${description} ${type}` }, ...inner ? this.#within(inner, `${prefix}${name}.`, depth + 1) : []]);
  }
}

/** Of names such as a, a.b and c.d, those that are in no other. */
function outermost(names) {
  return names.filter(name => !names.some(other => name.startsWith(`${other}.`)));
}

/** Which key an operation needs: none, or one of a scope. */
function keyFor(method, node, always) {
  const security = node.security ?? always;
  if (security.length === 0) {
    return { words: 'Needs no key' };
  }
  if (security.some(one => Object.keys(one).length === 0)) {
    return { words: 'Needs no key, and says more with one', isUsed: true };
  }
  return { words: `Needs a key of scope ${node['x-scope'] ?? (['get', 'head'].includes(method) ? 'read' : 'write')}`, isUsed: true, isNeeded: true };
}

function range(from, to, unit) {
  if (from === undefined && to === undefined) {
    return '';
  }
  if (to === undefined || to > 1e12) {
    return `at least ${from.toLocaleString('en')}${unit}`;
  }
  return from === undefined ? `at most ${to.toLocaleString('en')}${unit}` : from === to ? `${from}${unit}` : `${from.toLocaleString('en')} to ${to.toLocaleString('en')}${unit}`;
}

/** The values that an example of an operation has for its parameters. */
export function exampleValues(operation) {
  return Object.fromEntries(operation.parameters.filter(({ example }) => example !== undefined).map(({ name, example }) => [name, String(example)]));
}

/**
 * Where a request goes, and with which headers.
 *
 * @param values the parameters by name
 * @param missing what stands for a parameter of the path that has no value
 */
export function request(operation, values, missing = () => '') {
  const given = where => operation.parameters.filter(({ name, place }) => place === where && values[name] !== undefined && values[name] !== '');
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name) => values[name] ? encoded(values[name]) : missing(name));
  const query = given('query').map(({ name }) => `${name}=${encoded(values[name])}`).join('&');
  return { path: query ? `${path}?${query}` : path, headers: Object.fromEntries(given('header').map(({ name }) => [name, values[name]])) };
}

/** Also what shells take for something else. */
function encoded(value) {
  return encodeURIComponent(value).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A request as a command for a POSIX shell. What it has no value for is a variable with the name of the parameter.
 *
 * @param body the text of the body; undefined for none
 */
export function curl(operation, { values = exampleValues(operation), body, server }) {
  const { path, headers } = request(operation, values, name => `$${name.toUpperCase()}`);
  const isStream = operation.answers.some(({ type }) => type === 'text/event-stream');
  const how = { GET: isStream ? ' -N' : '', HEAD: ' --head' }[operation.method] ?? ` -X ${operation.method}`;
  const url = path.includes('$') ? `"${server}${path}"` : shell(server + path);
  const isBinary = operation.body && operation.body.type !== 'application/json';
  return [
    `curl${how} ${url}`,
    operation.key.isUsed && `-H "${KEY}"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    operation.body && `-H ${shell(`Content-Type: ${operation.body.type}`)}`,
    isBinary ? '--data-binary @video.mov' : operation.body && body !== undefined && `-d ${shell(body)}`,
  ].filter(Boolean).join(' \\\n  ');
}
