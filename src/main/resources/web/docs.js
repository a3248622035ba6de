// The reference of the API at /docs: the contract of this server, for people.
import { Contract } from './contract.js';
import { Fragment, html, render, useEffect, useMemo, useRef, useState } from './lib.js';
import { STORED, usePlace } from './place.js';
import { Reference } from './reference.js';
import { Announcements, ErrorNote, Loading } from './ui.js';
import { Method, Operation } from './views/operation.js';

const FIELDS_SHOWN = 3;

const place = () => decodeURIComponent(location.hash.slice(1));

function Docs() {
  const [reference, setReference] = useState(null);
  const [error, setError] = useState(null);
  const load = () => Contract.load().then(contract => {
    setError(null);
    setReference(new Reference(contract));
  }, failure => setError({ message: `The contract cannot be read: ${failure.message}` }));
  useEffect(load, []);
  if (!reference) {
    return html`<main class="narrow">${error ? html`<${ErrorNote} error=${error}><button type="button" onClick=${load}>Try again</button><//>`
      : html`<${Loading} what="Reading the contract" />`}</main>`;
  }
  return html`<${Shown} reference=${reference} />`;
}

function Shown({ reference }) {
  const id = usePlace(place);
  // The page at / writes it; this one only reads it.
  const [stored] = useState(() => sessionStorage.getItem(STORED));
  const [typed, setTyped] = useState('');
  const main = useRef();
  const isFirst = useRef(true);
  const operation = reference.operation(id);
  const account = { key: stored ?? typed, isSignedIn: stored !== null, onType: setTyped };

  useEffect(() => {
    document.title = `${operation?.summary ?? 'API'} – Dromedary`;
    if (!isFirst.current) {
      scrollTo(0, 0);
      main.current.querySelector('h1').focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [id]);

  const skip = event => {
    event.preventDefault();
    main.current.focus();
  };
  return html`<a class="skip" href="#main" onClick=${skip}>Skip to content</a>
    <header class="top">
      <a class="brand" href="/"><img src="/web/icon.svg" alt="" width="28" height="28" /> Dromedary</a>
      <nav aria-label="Pages"><a href="/">${stored ? 'Jobs' : 'Sign in'}</a><a href="/docs" aria-current="page">API</a></nav>
    </header>
    <div class="reference">
      <${Index} reference=${reference} current=${id} />
      <main id="main" ref=${main} tabindex="-1">${operation ? html`<${Operation} key=${id} reference=${reference} operation=${operation} account=${account} />`
        : html`<${Overview} reference=${reference} isMissing=${id !== ''} />`}</main>
    </div>
    <footer><span>Dromedary ${reference.contract.version}</span> <a href="/openapi.yaml">The contract as OpenAPI</a></footer>
    <${Announcements} />`;
}

/** All operations by their groups; what is typed leaves those that have it in their names, texts or fields. */
function Index({ reference, current }) {
  const [text, setText] = useState('');
  const field = useRef();
  const list = useRef();
  const found = useMemo(() => text.trim() ? new Map(reference.found(text).map(({ operation, fields }) => [operation.id, fields])) : null, [text]);
  useEffect(() => {
    const typed = event => {
      if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
        event.preventDefault();
        field.current.focus();
      }
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, []);

  const move = event => {
    const links = [...list.current.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    const next = { ArrowDown: links[at + 1], ArrowUp: at > 0 ? links[at - 1] : field.current, Enter: at < 0 ? links[0] : undefined }[event.key];
    if (event.key === 'Escape') {
      setText('');
      field.current.focus();
    } else if (next) {
      event.preventDefault();
      next.focus();
      event.key === 'Enter' && next.click();
    }
  };
  const groups = reference.groups.map(group => ({ ...group, operations: group.operations.filter(({ id }) => !found || found.has(id)) }))
    .filter(({ operations }) => operations.length > 0);
  return html`<nav class="index" aria-label="Operations" onKeyDown=${move}>
    <div class="field"><label for="search">Search</label>
      <input id="search" ref=${field} type="search" placeholder="watermark, cancel, /jobs …" autocomplete="off" spellcheck=${false} value=${text}
        aria-keyshortcuts="/" aria-describedby="found" onInput=${event => setText(event.target.value)} />
      <p class="help" id="found" role="status">${found ? `${found.size} of ${reference.operations.length} operations` : 'Operations, parameters and fields. Press / to come here'}</p></div>
    <div ref=${list} class="list">${groups.map(({ name, title, description, operations }) => html`<${Fragment} key=${name}><h2 title=${description}>${title}</h2>
      <ul>${operations.map(({ id, method, path, summary, isDeprecated, isSent }) => html`<li key=${id}>
        <a href=${`#${id}`} title=${`${method} ${path}`} class=${isDeprecated ? 'deprecated' : ''} aria-current=${id === current ? 'page' : undefined}>
          <${Method} method=${isSent ? 'SENT' : method} /> <span>${summary}</span></a>
        ${found?.get(id)?.length > 0 && html`<p class="muted small breaks">${shown(found.get(id))}</p>`}</li>`)}</ul><//>`)}</div>
  </nav>`;
}

function shown(fields) {
  return fields.slice(0, FIELDS_SHOWN).join(', ') + (fields.length > FIELDS_SHOWN ? ` and ${fields.length - FIELDS_SHOWN} more` : '');
}

function Overview({ reference, isMissing }) {
  const { info, components } = reference.contract.document;
  const example = `curl ${location.origin}/jobs -H "Authorization: Bearer $ITTYBIT_API_KEY"`;
  return html`<h1 tabindex="-1">API</h1>
    ${isMissing && html`<${ErrorNote} error="There is no such operation on this server. The list has those that there are." />`}
    <p>${info.description}</p>
    <h2>Keys</h2>
    <p>Every request has an API key in its header. ${components.securitySchemes.apiKey.description}</p>
    <div class="code"><pre tabindex="0" aria-label="a first request"><code>${example}</code></pre></div>
    <h2>Errors</h2>
    <p>What is refused is answered with a status from 400 and a JSON body: the <code>kind</code> of the error for programs, a <code>message</code> that
      says what is wrong and what to do, and, of bad input, the <code>field</code>.</p>
    <h2>Operations</h2>
    <ul class="groups">${reference.groups.map(({ title, description, operations }) => html`<li class="card"><h3>${title}</h3><p class="muted small">${description}</p>
      <ul>${operations.map(({ id, method, path, isSent }) => html`<li><a href=${`#${id}`}><${Method} method=${isSent ? 'SENT' : method} /> <span class="breaks">${isSent ? id : path}</span></a></li>`)}</ul></li>`)}</ul>`;
}

render(html`<${Docs} />`, document.getElementById('app'));
