import { bytes, counted } from '../format.js';
import { html, useCallback, useEffect, useState } from '../lib.js';
import { STORED } from '../place.js';
import { Action, Code, Confirmed, Dialog, Empty, ErrorNote, Field, Loading, Time, announce, typed, useSession } from '../ui.js';

const LIMITS = {
  requests_per_minute: value => `${counted(value, 'request')} a minute`,
  max_queued_jobs: value => `${counted(value, 'job')} waiting`,
  max_running_jobs: value => `${counted(value, 'job')} at work`,
  bytes_per_day: value => `${bytes(value)} a day`,
  minutes_per_day: value => `${counted(value, 'minute')} of media a day`,
  max_priority: value => `priority up to ${value}`,
};

/** What a key may use at most, in words. */
export function bounds(key) {
  return Object.entries(LIMITS).filter(([name]) => key[name] !== null && key[name] !== undefined).map(([name, say]) => say(key[name]));
}

/** The API keys: who may do what. */
export function Keys() {
  const { api, own } = useSession();
  const [rows, setRows] = useState(null);
  const [error, setError] = useState(null);
  const [makes, setMakes] = useState(false);
  const [made, setMade] = useState(null);
  const load = useCallback(() => api.list('/keys', { limit: 100 }).then(page => setRows(page.rows), setError), [api]);
  useEffect(() => { load(); }, [load]);
  const show = key => {
    if (key.id === own.id) {
      // The key of this tab may be refused from now on, and its successor would be lost with the view.
      api.key = key.key;
      sessionStorage.setItem(STORED, key.key);
    }
    setMakes(false);
    setMade(key);
    load();
  };

  return html`<div class="head"><h1>Keys</h1><button type="button" class="main" onClick=${() => setMakes(true)}>Make a key</button></div>
    <${ErrorNote} error=${error} />
    ${makes && html`<${Make} onClose=${() => setMakes(false)} onMade=${show} />`}
    ${made && html`<${Dialog} title=${`The key ${made.name}`} onClose=${() => setMade(null)}>
      <p><strong>This is the only time that it is shown.</strong> Copy it to where it is used; the server keeps only a hash of it.</p>
      <${Code} text=${made.key} label="the key" />
      <div class="actions"><button type="button" class="main" onClick=${() => setMade(null)}>I have it</button></div><//>`}
    ${!rows ? !error && html`<${Loading} />` : rows.length === 0
      ? html`<${Empty} title="No keys but the configured one"><p>Make one for each program and person: each can be taken away on its own.</p>
          <p><button type="button" class="main" onClick=${() => setMakes(true)}>Make the first key</button></p><//>`
      : html`<ul class="cards">${rows.map(key => html`<${Card} key=${key.id} apiKey=${key} onMade=${show} onChange=${load} />`)}</ul>`}`;
}

function Card({ apiKey, onMade, onChange }) {
  const { api, own } = useSession();
  const [rotates, setRotates] = useState(false);
  const limits = bounds(apiKey);
  const used = apiKey.used_today;
  const isOwn = own.id === apiKey.id;
  const revoke = async () => {
    await api.delete(`/keys/${apiKey.id}`);
    announce(`${apiKey.name} is revoked.`);
    onChange();
  };
  return html`<li class="card"><div class="head"><h2 class="breaks">${apiKey.name}</h2><span class="tag">${apiKey.scope}</span>${isOwn && html`<span class="tag">yours</span>`}</div>
    <p class="muted small breaks">Project ${apiKey.project} · made <${Time} at=${apiKey.created_at} />${apiKey.expires_at && html` · ends <${Time} at=${apiKey.expires_at} />`}</p>
    ${used && html`<p class="small">Today: ${[apiKey.bytes_per_day && `${bytes(used.bytes)} of ${bytes(apiKey.bytes_per_day)}`,
      apiKey.minutes_per_day && `${Math.round(used.minutes * 10) / 10} of ${apiKey.minutes_per_day} minutes`].filter(Boolean).join(' · ')}</p>`}
    <p class="small">${limits.length > 0 ? limits.join(' · ') : 'No bounds of its own'}</p>
    <div class="actions"><button type="button" class="quiet" aria-label=${`Rotate ${apiKey.name}`} onClick=${() => setRotates(true)}>Rotate</button>
      <${Confirmed} label=${`Revoke ${apiKey.name}`} run=${revoke} yes="Revoke it"
        question=${isOwn ? 'Revoke the key that you are signed in with?' : `Revoke ${apiKey.name}? Requests with it are refused from now on.`}>Revoke<//></div>
    ${rotates && html`<${Rotate} apiKey=${apiKey} onClose=${() => setRotates(false)} onMade=${key => { setRotates(false); onMade(key); }} />`}</li>`;
}

function Rotate({ apiKey, onClose, onMade }) {
  const { api, contract } = useSession();
  const [values, setValues] = useState({});
  const [error, setError] = useState(null);
  const fields = contract.fields('KeyRotation');
  return html`<${Dialog} title=${`Put a new key in the place of ${apiKey.name}`} onClose=${onClose}><form onSubmit=${event => event.preventDefault()}>
    ${fields.map(field => html`<${Field} key=${field.name} id=${`rotate-${field.name}`} field=${field} value=${values[field.name]} error=${error}
      onChange=${value => setValues({ ...values, [field.name]: value })} />`)}
    ${error && !error.field && html`<${ErrorNote} error=${error} />`}
    <div class="actions"><${Action} class="main" onError=${setError} run=${async () => onMade(await api.post(`/keys/${apiKey.id}/rotate`, body(fields, values)))}>Rotate<//>
      <button type="button" onClick=${onClose}>Close</button></div></form><//>`;
}

function body(fields, values) {
  return Object.fromEntries(fields.map(field => [field.name, typed(field, values[field.name])]).filter(([, value]) => value !== undefined));
}

function Make({ onClose, onMade }) {
  const { api, contract, can } = useSession();
  const [values, setValues] = useState({});
  const [error, setError] = useState(null);
  const fields = contract.fields('KeyRequest').filter(({ name }) => name !== 'expires_at' && (name !== 'project' || can('operator')))
    .map(field => field.name === 'scope' ? { ...field, choices: field.choices.filter(scope => scope !== 'operator' || can('operator')) } : field);
  const [main, bounds] = [fields.filter(({ name }) => !LIMITS[name]), fields.filter(({ name }) => LIMITS[name])];
  const shown = field => html`<${Field} key=${field.name} id=${`key-${field.name}`} field=${field} value=${values[field.name]} error=${error}
    onChange=${value => setValues({ ...values, [field.name]: value })} />`;
  const make = async () => {
    setError(null);
    const expires = values.expires ? { expires_at: new Date(values.expires).getTime() } : {};
    onMade(await api.post('/keys', { ...body(fields, values), ...expires }));
  };
  return html`<${Dialog} title="Make a key" onClose=${onClose}><form onSubmit=${event => event.preventDefault()}>
    ${main.map(shown)}
    <div class="field"><label for="key-expires">Ends at</label><input id="key-expires" type="datetime-local" value=${values.expires ?? ''}
      onInput=${event => setValues({ ...values, expires: event.target.value })} /><p class="help">Never, when left open</p></div>
    <details><summary>Bounds</summary><div class="fields">${bounds.map(shown)}</div></details>
    ${error && (!error.field || error.field === 'expires_at') && html`<${ErrorNote} error=${error} />`}
    <div class="actions"><${Action} class="main" run=${make} onError=${setError}>Make it<//><button type="button" onClick=${onClose}>Close</button></div></form><//>`;
}
