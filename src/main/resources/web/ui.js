// Small parts that all views use.
import { ago, capitalised, exact, titled, words } from './format.js';
import { createContext, html, useContext, useEffect, useRef, useState } from './lib.js';

/** What every view needs: the client, the contract, and what the key may do. */
export const Session = createContext(null);
export const useSession = () => useContext(Session);

const SYMBOLS = { queued: '○', processing: '◐', succeeded: '✓', failed: '✕', cancelled: '–', waiting: '○', UP: '✓', DOWN: '✕' };

/** A status as a word with a symbol: colour alone tells nothing to many. */
export function Status({ status }) {
  return html`<span class=${`status ${String(status).toLowerCase()}`}><span aria-hidden="true">${SYMBOLS[status] ?? '·'}</span> ${words(status)}</span>`;
}

const tickers = new Set();
setInterval(() => tickers.forEach(tick => tick(Date.now())), 10_000);

/** The present, every ten seconds. */
export function useNow() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    tickers.add(setNow);
    return () => tickers.delete(setNow);
  }, []);
  return now;
}

/** How long ago; the exact moment on hover. */
export function Time({ at }) {
  const now = useNow();
  return at ? html`<time datetime=${new Date(at).toISOString()} title=${exact(at)}>${ago(at, Math.max(now, Date.now()))}</time>` : null;
}

export function Progress({ value, label }) {
  return html`<progress max="100" value=${value} aria-label=${label}>${value}%</progress>`;
}

export function ErrorNote({ error, children }) {
  return error ? html`<div class="note bad" role="alert"><p>${error.message ?? String(error)}</p>${children}</div>` : null;
}

export function Empty({ title, children }) {
  return html`<div class="empty"><h2>${title}</h2>${children}</div>`;
}

export function Loading({ what = 'Loading' }) {
  return html`<p class="loading" role="status">${what} …</p>`;
}

/** A button for something that takes a moment and may fail; it cannot be pressed twice. */
export function Action({ run, children, class: style = '', label, onError, disabled = false }) {
  const [busy, setBusy] = useState(false);
  const alive = useAlive();
  const press = async event => {
    event.preventDefault();
    setBusy(true);
    try {
      await run();
    } catch (error) {
      (onError ?? (failure => announce(failure.message, true)))(error);
    } finally {
      if (alive.current) {
        setBusy(false);
      }
    }
  };
  return html`<button type="button" class=${style} aria-label=${label} disabled=${busy || disabled} aria-busy=${busy} onClick=${press}>${children}</button>`;
}

export function useAlive() {
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);
  return alive;
}

export function Copy({ text, children = 'Copy', label }) {
  const copy = async () => {
    await toClipboard(text);
    announce('Copied.');
  };
  return html`<${Action} class="quiet" label=${label} run=${copy}>${children}<//>`;
}

/** Browsers have the clipboard's interface only on https and on this machine. */
async function toClipboard(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) {
    throw new Error('This browser copies nothing from a page without https: mark the text and copy it yourself.');
  }
}

let shown = () => {};

/** Says something in passing, also to who listens to a screen reader. */
export function announce(text, isBad = false) {
  shown({ text, isBad });
}

export function Announcements() {
  const [message, setMessage] = useState(null);
  useEffect(() => {
    shown = setMessage;
    return () => { shown = () => {}; };
  }, []);
  useEffect(() => {
    const timer = message && setTimeout(() => setMessage(null), message.isBad ? 10_000 : 3_000);
    return () => clearTimeout(timer);
  }, [message]);
  return html`<div class="announcements" aria-live="polite" role="status">
    ${message && html`<p class=${message.isBad ? 'toast bad' : 'toast'}>${message.text}
      ${message.isBad && html`<button type="button" class="quiet" onClick=${() => setMessage(null)}>Close</button>`}</p>`}
  </div>`;
}

/** A dialog over the page; Escape closes it. */
export function Dialog({ title, onClose, children }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return html`<dialog ref=${dialog} aria-label=${title} onClose=${onClose}>
    <h2>${title}</h2>${children}
  </dialog>`;
}

/** A button that asks before it does something that cannot be undone. */
export function Confirmed({ run, question, yes, children, class: style = 'quiet', label }) {
  const [asks, setAsks] = useState(false);
  const done = async () => {
    await run();
    setAsks(false);
  };
  return html`<button type="button" class=${style} aria-label=${label} onClick=${() => setAsks(true)}>${children}</button>
    ${asks && html`<${Dialog} title=${question} onClose=${() => setAsks(false)}>
      <div class="actions">
        <${Action} class="danger" run=${done} onError=${error => { setAsks(false); announce(error.message, true); }}>${yes}<//>
        <button type="button" onClick=${() => setAsks(false)}>Leave it</button>
      </div>
    <//>`}`;
}

/** A bar beside a number that says the same; its length is set by script, as the policy of the page forbids styles in markup. */
export function Bar({ value, most }) {
  return html`<span class="bar" aria-hidden="true"><span style=${{ width: `${Math.max(value > 0 ? 1 : 0, 100 * value / Math.max(1, most))}%` }}></span></span>`;
}

/** A value of so many characters has a line of its own. */
const LONG = 80;

/** Names and values, one below the other. */
export function Facts({ facts }) {
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
    .map(([name, value]) => html`<div class=${typeof value === 'string' && value.length > LONG ? 'whole' : undefined}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Text that people copy. */
export function Code({ text, label }) {
  return html`<div class="code"><pre tabindex="0" aria-label=${label}><code>${text}</code></pre><${Copy} text=${text} label=${`Copy ${label ?? 'this'}`} /></div>`;
}

/** An example of more characters is cut in a narrow field. */
const LONG_EXAMPLE = 24;

/** A field of a form, made from a field of the contract. */
export function Field({ field, value, onChange, error, id }) {
  const wrong = error?.field === field.name || error?.field === `options.${field.name}`;
  const [first, rest] = halves(field.help);
  const help = [first, range(field), field.initial !== undefined && field.initial !== '' ? `Otherwise ${shownValue(field.initial)}` : '']
    .filter(Boolean).map(begun).join('. ');
  const own = { id, value: value ?? '', 'aria-describedby': `${id}-help`, 'aria-invalid': wrong || undefined, required: field.required,
    onInput: event => onChange(event.target.value) };
  const isLong = String(field.example ?? '').length > LONG_EXAMPLE;
  return html`<div class=${`field${wrong ? ' wrong' : ''}${isLong ? ' long' : ''}`}>
    <label for=${id}>${titled(field.name)}${field.required ? html`<span class="muted"> (needed)</span>` : ''}</label>
    ${field.choices ? html`<select ...${own}>${!field.required && html`<option value="">–</option>`}
        ${field.choices.map(choice => html`<option value=${choice}>${words(choice)}</option>`)}</select>`
      : field.type === 'boolean' ? html`<select ...${own}><option value="">–</option><option value="true">yes</option><option value="false">no</option></select>`
      : ['integer', 'number'].includes(field.type) ? html`<input ...${own} type="number" step=${field.type === 'integer' ? 1 : 'any'} min=${field.minimum} max=${field.maximum} inputmode="decimal" />`
      : html`<input ...${own} type=${field.isSecret ? 'password' : 'text'} spellcheck=${false} autocomplete=${field.isSecret ? 'new-password' : 'off'} placeholder=${field.example === undefined ? '' : `such as ${field.example}`} />`}
    <p class="help" id=${`${id}-help`}>${wrong ? error.message : help}</p>
    ${rest && html`<details class="help"><summary>More</summary>${capitalised(rest)}</details>`}
  </div>`;
}

/** What begins with the name of a codec, such as h264, has no capital. */
function begun(text) {
  return /^[a-z]+\d/.test(text) ? text : capitalised(text);
}

/** Long help begins with its first clause; the rest is there for who wants to know more. */
function halves(help) {
  const end = help.length > 120 ? help.search(/[;.] /) : -1;
  return end < 0 ? [help, ''] : [help.slice(0, end), help.slice(end + 2)];
}

function range({ minimum, maximum, type, mixed }) {
  if (mixed || !['integer', 'number'].includes(type) || minimum === undefined && maximum === undefined) {
    return '';
  }
  return maximum === undefined || maximum > 1e12 ? `At least ${minimum}` : `${minimum} to ${maximum.toLocaleString()}`;
}

function shownValue(value) {
  return value === true ? 'yes' : value === false ? 'no' : words(value);
}

/** What was typed into a field, as the API wants it; undefined for nothing. */
export function typed(field, text) {
  if (text === undefined || text === '') {
    return undefined;
  }
  if (field.type === 'boolean') {
    return text === 'true';
  }
  const isNumber = ['integer', 'number'].includes(field.type) || field.mixed;
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
