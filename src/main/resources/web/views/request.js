import { html, useEffect, useRef, useState } from '../lib.js';
import { request } from '../reference.js';
import { Code, ErrorNote } from '../ui.js';

const MAX_TEXT = 200_000;
const SHOWN_HEADERS = ['content-type', 'location', 'link', 'has-more', 'limit', 'retry-after', 'preference-applied', 'upload-offset', 'upload-length', 'upload-expires'];

/** A form that sends the request as the example beside it has it, with the key of who is signed in. */
export function Request({ operation, sent, onChange, account }) {
  const [file, setFile] = useState(null);
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const [stop, setStop] = useState(null);
  const running = useRef();
  useEffect(() => () => running.current?.abort(), []);
  const { method, parameters, body, key } = operation;
  const isJson = body?.type === 'application/json';

  const send = async event => {
    event.preventDefault();
    const stopping = new AbortController();
    running.current = stopping;
    setStop(stopping);
    setError(null);
    setAnswer(null);
    const began = performance.now();
    try {
      const { path, headers } = request(operation, sent.values);
      await stream(await fetch(path, {
        method, signal: stopping.signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
        headers: { ...key.isUsed && account.key ? { Authorization: `Bearer ${account.key}` } : {}, ...body ? { 'Content-Type': body.type } : {}, ...headers },
        body: body ? isJson ? sent.body : file : undefined,
      }), answered => setAnswer({ ...answered, milliseconds: Math.round(performance.now() - began) }));
    } catch (failure) {
      if (!stopping.signal.aborted) {
        setError({ message: failure instanceof TypeError ? 'The server did not answer.' : failure.message });
      }
    } finally {
      setStop(null);
    }
  };
  return html`<details class="card"><summary>Try it</summary>
    <form onSubmit=${send}>
      ${key.isUsed && html`<${Key} account=${account} isNeeded=${key.isNeeded} />`}
      ${parameters.map(parameter => html`<${Parameter} key=${parameter.name} parameter=${parameter} value=${sent.values[parameter.name]}
        onChange=${value => onChange({ ...sent, values: { ...sent.values, [parameter.name]: value } })} />`)}
      ${isJson && html`<div class="field"><label for="try-body">Body</label>
        <textarea id="try-body" class="json" rows=${Math.min(16, (sent.body ?? '').split('\n').length + 1)} spellcheck=${false} value=${sent.body}
          onInput=${event => onChange({ ...sent, body: event.target.value })}></textarea></div>`}
      ${body && !isJson && html`<div class="field"><label for="try-file">The bytes</label>
        <input id="try-file" type="file" required onChange=${event => setFile(event.target.files[0])} /></div>`}
      <div class="actions">
        <button class=${method === 'DELETE' ? 'danger' : 'main'} disabled=${Boolean(stop)} aria-busy=${Boolean(stop)}>Send ${method}</button>
        ${stop && html`<button type="button" onClick=${() => stop.abort()}>Stop</button>`}
      </div>
    </form>
    <${ErrorNote} error=${error} />
    ${answer && html`<${Answer} answer=${answer} />`}</details>`;
}

function Key({ account, isNeeded }) {
  return account.isSignedIn ? html`<p class="muted small">With the key that you are signed in with in this tab.</p>`
    : html`<div class="field"><label for="try-key">API key</label>
      <input id="try-key" type="password" required=${isNeeded} autocomplete="off" spellcheck=${false} pattern="[!-~]+" value=${account.key}
        aria-describedby="try-key-help" onInput=${event => account.onType(event.target.value.trim())} />
      <p class="help" id="try-key-help">It is sent with requests of this page alone, and forgotten when it is closed</p></div>`;
}

function Parameter({ parameter: { name, isRequired, choices }, value, onChange }) {
  const id = `try-${name}`;
  const own = { id, value: value ?? '', required: isRequired };
  return html`<div class="field"><label for=${id}><code>${name}</code>${isRequired ? html`<span class="muted"> (needed)</span>` : ''}</label>
    ${choices.length > 0 ? html`<select ...${own} onChange=${event => onChange(event.target.value)}><option value="">–</option>${choices.map(one => html`<option value=${one}>${one}</option>`)}</select>`
      : html`<input ...${own} spellcheck=${false} autocomplete="off" onInput=${event => onChange(event.target.value)} />`}</div>`;
}

function Answer({ answer: { status, reason, headers, text, milliseconds } }) {
  return html`<div class="answered" role="status"><p><span class=${`status ${status < 300 ? 'up' : 'down'}`}>${status} ${reason}</span>${' '}
      <span class="muted small">after ${milliseconds} ms</span></p>
    <p class="muted small breaks">${headers.map(([name, value], number) => html`${number > 0 && ' · '}${name}: ${value}`)}</p>
    ${text && html`<${Code} text=${text} label="the answer" />`}</div>`;
}

/** Tells of an answer as it arrives: that of events has no end. */
async function stream(response, onAnswer) {
  const answer = { status: response.status, reason: response.statusText,
    headers: [...response.headers].filter(([name]) => SHOWN_HEADERS.includes(name)) };
  const tell = text => onAnswer({ ...answer, text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n…` : text });
  tell('');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length < MAX_TEXT) {
      tell(text);
    }
  }
  tell(pretty(text));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
