import { capitalised } from '../format.js';
import { html, useEffect, useMemo, useState } from '../lib.js';
import { curl, exampleValues } from '../reference.js';
import { Code, Copy } from '../ui.js';
import { Request } from './request.js';

/** An operation of the API: what it takes and answers, how to call it, and a form that does. */
export function Operation({ reference, operation, account }) {
  const forms = useMemo(() => operation.body ? reference.forms(operation.body.schema) : [], [operation]);
  const examples = operation.body?.examples ?? [];
  const [sent, setSent] = useState(() => ({ values: exampleValues(operation), body: text(examples[0]) }));
  const [form, setForm] = useState(() => formOf(forms, examples[0]));
  const choose = example => {
    setSent({ ...sent, body: text(example) });
    setForm(formOf(forms, example));
  };
  const { method, path, key } = operation;
  return html`<article class="operation" aria-labelledby="operation">
    <div class="intro">
      <h1 id="operation" tabindex="-1">${operation.summary}</h1>
      <p class="path"><${Method} method=${method} /> <code>${operation.isSent ? 'your webhook_url' : path}</code>
        <${Copy} text=${location.href} label="Copy link to this operation">Copy link<//></p>
      <p class="muted small">${operation.isDeprecated && html`<span class="tag bad">deprecated</span> `}${key ? key.words : 'Sent by the server'} · <code>${operation.id}</code></p>
      <p>${operation.description}</p>
    </div>
    ${!operation.isSent && html`<div class="does">
      <section><h2>Example</h2>
        ${examples.length > 1 && html`<div class="field"><label for="example">What for</label>
          <select id="example" onChange=${event => choose(examples[event.target.value])}>
            ${examples.map(({ summary }, number) => html`<option value=${number}>${summary}</option>`)}</select></div>`}
        <${Code} text=${curl(operation, { ...sent, server: location.origin })} label="the command" />
      </section>
      <${Request} operation=${operation} sent=${sent} onChange=${setSent} account=${account} />
    </div>`}
    <div class="says">
      <${Parameters} operation=${operation} />
      ${operation.body && html`<section><h2>Body</h2>
        ${forms.length > 1 && html`<div class="field"><label for="form">Which fields it has depends on its ${forms[0].property}</label>
          <select id="form" value=${forms.indexOf(form)} onChange=${event => setForm(forms[event.target.value])}>
            ${forms.map((one, number) => html`<option value=${number}>${one.value ?? `without ${one.property}`}</option>`)}</select></div>`}
        <${Schema} key=${forms.indexOf(form)} reference=${reference} schema=${form.schema} type=${operation.body.type} isOpen=${true} /></section>`}
      <section><h2>Answers</h2>${operation.answers.map(answer => html`<${Answer} key=${answer.status} reference=${reference} answer=${answer} />`)}</section>
    </div>
  </article>`;
}

export function Method({ method }) {
  return html`<span class=${`method is-${method.toLowerCase()}`}>${method}</span>`;
}

/** Text of the contract as a sentence; what it begins with may be a word of the protocol, such as wait=N. */
function sentence(text) {
  return (/^[a-z]+[ ,;:.']/.test(text) ? capitalised(text) : text) + (/[.)?!]$/.test(text) ? '' : '.');
}

function text(example) {
  return example && JSON.stringify(example.value, null, 2);
}

function formOf(forms, example) {
  return forms.find(({ property, value }) => property && value === example?.value[property]) ?? forms.find(({ value }) => !value) ?? forms[0];
}

function Parameters({ operation }) {
  return ['path', 'query', 'header'].map(place => {
    const all = operation.parameters.filter(parameter => parameter.place === place);
    return all.length > 0 && html`<section key=${place}><h2>${{ path: 'In the path', query: 'Query', header: 'Headers' }[place]}</h2>
      <ul class="schema">${all.map(parameter => html`<${Value} key=${parameter.name} ...${parameter} />`)}</ul></section>`;
  });
}

function Answer({ reference, answer: { status, description, type, schema } }) {
  const isGood = /^2/.test(status);
  return html`<div class="answer"><p><span class=${`status ${isGood ? 'up' : 'down'}`}>${status}</span> ${sentence(description)}</p>
    ${schema && html`<${Schema} reference=${reference} schema=${schema} type=${type} isOpen=${false} />`}</div>`;
}

/** What a body is. */
function Schema({ reference, schema, type, isOpen }) {
  const { type: words, facts, description, inner } = reference.described(schema);
  const fields = inner && html`<${Fields} reference=${reference} schema=${inner} isOpen=${isOpen} />`;
  return html`<p class="muted small"><code>${type}</code>${inner && words === 'object' ? '' : `: ${[words, ...facts].join(', ')}`}${description && `. ${sentence(description)}`}</p>
    ${fields && (isOpen ? fields : html`<${Later} summary=${words.startsWith('list') ? 'Fields of each' : 'Fields'}>${() => fields}<//>`)}`;
}

function Fields({ reference, schema, isOpen }) {
  return html`<ul class="schema">${reference.fields(schema).map(field => html`<${Value} key=${field.name} reference=${reference} ...${field} isOpen=${isOpen} />`)}</ul>`;
}

/** A field or parameter: its name, what it may be, and what it is for. */
function Value({ reference, name, isRequired, type, facts, description, examples, inner, isOpen }) {
  const fields = () => html`<${Fields} reference=${reference} schema=${inner} />`;
  return html`<li><p><code class="name">${name}</code> ${isRequired && html`<span class="tag">needed</span> `}<span class="muted small breaks">${[type, ...facts].join(', ')}</span></p>
    ${description && html`<p class="breaks">${sentence(description)}</p>`}
    ${examples.length > 0 && html`<p class="muted small breaks">Such as ${examples.map((example, number) => html`${number > 0 && ' or '}<code>${JSON.stringify(example)}</code>`)}</p>`}
    ${inner && html`<${Later} summary=${`Fields of ${name}`} isOpen=${isOpen && name === 'options'}>${fields}<//>`}</li>`;
}

/** What is made once it is opened: schemas have many fields in their fields. */
function Later({ summary, children, isOpen = false }) {
  const [open, setOpen] = useState(isOpen);
  useEffect(() => setOpen(isOpen), [isOpen]);
  return html`<details open=${open} onToggle=${event => setOpen(event.target.open)}><summary>${summary}</summary>${open && children()}</details>`;
}
