// The contract (OpenAPI) as the page needs it: what this server offers, and the fields that forms are made from.

export class Contract {
  constructor(document) {
    this.document = document;
  }

  static async load() {
    const response = await fetch('/web/contract.json', { credentials: 'omit' });
    if (!response.ok) {
      throw new Error(`The contract was answered with ${response.status}.`);
    }
    return new Contract(await response.json());
  }

  get version() {
    return this.document.info.version;
  }

  /** Does this server have the operation, as in offers('get', '/events')? */
  offers(method, path) {
    return Boolean(this.document.paths[path]?.[method]);
  }

  /** Does this operation take a parameter of this name? */
  takes(method, path, parameter) {
    return (this.document.paths[path]?.[method]?.parameters ?? []).some(one => this.resolved(one).name === parameter);
  }

  schema(name) {
    return this.document.components.schemas[name];
  }

  get kinds() {
    return this.schema('Kind').enum;
  }

  /** What jobs of a list may be: also those that make several outputs. */
  get listedKinds() {
    return this.schema('Job').properties.kind.enum;
  }

  get statuses() {
    return this.schema('JobStatus').enum;
  }

  /** The fields of a schema, each with its constraints resolved. */
  fields(name) {
    return this.#fieldsOf(this.schema(name));
  }

  /** The options of a kind. */
  options(kind) {
    const request = this.document.components.schemas.JobRequest.discriminator.mapping[kind];
    return this.#fieldsOf(this.at(request).properties.options).filter(field => !/connection_id$/.test(field.name));
  }

  #fieldsOf(schema) {
    const { properties = {}, required = [] } = this.resolved(schema);
    return Object.entries(properties).map(([name, property]) => this.#field(name, property, required.includes(name)));
  }

  /** A field: its name, type, choices and range, its default and its help. */
  #field(name, property, required) {
    const schema = this.resolved(property);
    const choices = schema.oneOf?.map(one => this.resolved(one)) ?? [schema];
    const plain = choices.find(one => one.type !== 'null') ?? schema;
    const isList = [plain.type].flat().includes('array');
    return {
      name, required,
      type: choices.length > 1 && choices.some(one => one.type === 'string') ? 'string' : [plain.type].flat()[0],
      // A number or a text, such as a size in pixels or percent.
      mixed: choices.filter(one => one.type !== 'null').length > 1,
      choices: schema.enum ?? plain.enum,
      minimum: plain.minimum, maximum: plain.maximum,
      // A list, or one of some words that stand for one.
      isList, words: plain['x-words'] ?? [],
      pattern: choices.length > 1 || isList ? undefined : plain.pattern,
      initial: schema['x-default'] ?? schema.default,
      help: schema.description ?? plain.description ?? '',
      example: (schema.examples ?? plain.examples)?.[0],
      fields: plain.type === 'object' && plain.properties ? this.#fieldsOf(plain) : undefined,
      isSecret: Boolean(schema.writeOnly),
      isFile: Boolean(plain['x-local-files']),
    };
  }

  /** What a reference such as '#/components/schemas/Job' names. */
  at(reference) {
    return reference.slice(2).split('/').reduce((node, part) => node[part], this.document);
  }

  /** A schema with what it refers to; its own words win. */
  resolved(schema) {
    if (!schema.$ref) {
      return schema;
    }
    const { $ref, ...own } = schema;
    return { ...this.resolved(this.at($ref)), ...own };
  }
}
