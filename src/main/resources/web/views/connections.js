import { html, useCallback, useEffect, useState } from '../lib.js';
import { Action, Confirmed, Dialog, Empty, ErrorNote, Field, Loading, Time, announce, typed, useSession } from '../ui.js';

/** The stores that jobs read and write. */
export function Connections() {
  const { api, can } = useSession();
  const [rows, setRows] = useState(null);
  const [error, setError] = useState(null);
  const [adds, setAdds] = useState(false);
  const load = useCallback(() => api.list('/connections', { limit: 100 }).then(page => setRows(page.rows), setError), [api]);
  useEffect(() => { load(); }, [load]);

  return html`<div class="head"><h1>Connections</h1>
      ${can('write') && html`<button type="button" class="main" onClick=${() => setAdds(true)}>Add a connection</button>`}</div>
    <${ErrorNote} error=${error} />
    ${adds && html`<${Add} onClose=${() => setAdds(false)} onAdded=${() => { setAdds(false); load(); }} />`}
    ${!rows ? !error && html`<${Loading} />` : rows.length === 0
      ? html`<${Empty} title="No connections yet"><p>A connection opens the buckets of a store, such as Cloudflare R2, to jobs: its address and a key of it.</p>
          ${can('write') ? html`<p><button type="button" class="main" onClick=${() => setAdds(true)}>Add the first connection</button></p>`
            : html`<p class="muted">Your key may only look; connections are added with one of scope write.</p>`}
          <p class="muted">Files of the web need none.</p><//>`
      : html`<ul class="cards">${rows.map(one => html`<${Card} key=${one.id} connection=${one} onChange=${load} />`)}</ul>`}`;
}

function Card({ connection, onChange }) {
  const { api, can } = useSession();
  const [checks, setChecks] = useState(false);
  const remove = async () => {
    await api.delete(`/connections/${connection.id}`);
    announce(`${connection.name} is forgotten.`);
    onChange();
  };
  return html`<li class="card"><div class="head"><h2 class="breaks">${connection.name}</h2>${connection.is_default && html`<span class="tag">default</span>`}</div>
    <p class="breaks small">${connection.endpoint}</p>
    <p class="muted small breaks">Region ${connection.region} · key ${connection.access_key_id} · added <${Time} at=${connection.created_at} /></p>
    ${can('write') && html`<div class="actions">
      <button type="button" class="quiet" aria-expanded=${checks} aria-label=${`Check ${connection.name}`} onClick=${() => setChecks(!checks)}>Check</button>
      <${Confirmed} label=${`Delete ${connection.name}`} run=${remove} question=${`Forget the connection ${connection.name}?`} yes="Forget it">Delete<//></div>`}
    ${checks && html`<${Check} connection=${connection} />`}</li>`;
}

/** Tries what the key may do in a bucket. */
function Check({ connection }) {
  const { api, contract } = useSession();
  const [values, setValues] = useState({});
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const fields = contract.fields('ConnectionCheckRequest');
  const run = async () => {
    setError(null);
    setAnswer(null);
    setAnswer(await api.post(`/connections/${connection.id}/check`, body(fields, values)));
  };
  return html`<form class="check" onSubmit=${event => event.preventDefault()}>
    <div class="fields">${fields.map(field => html`<${Field} key=${field.name} id=${`check-${connection.id}-${field.name}`} field=${field} value=${values[field.name]}
      error=${error} onChange=${value => setValues({ ...values, [field.name]: value })} />`)}</div>
    <${Action} run=${run} onError=${setError} disabled=${!values.bucket}>Check the bucket<//>
    ${error && !error.field && html`<${ErrorNote} error=${error} />`}
    <div aria-live="polite">${answer && html`<ul class="permissions">${['list', 'read', 'write'].filter(name => answer[name]).map(name => html`<li class=${answer[name].ok ? 'good-text' : 'bad-text'}>
      <span aria-hidden="true">${answer[name].ok ? '✓' : '✕'}</span> <strong>${name}</strong>: ${answer[name].ok ? 'allowed' : answer[name].message}</li>`)}</ul>`}</div>
  </form>`;
}

function body(fields, values) {
  return Object.fromEntries(fields.map(field => [field.name, typed(field, values[field.name])]).filter(([, value]) => value !== undefined));
}

function Add({ onClose, onAdded }) {
  const { api, contract } = useSession();
  const [values, setValues] = useState({ kind: 's3', region: 'auto' });
  const [error, setError] = useState(null);
  const fields = contract.fields('ConnectionRequest');
  const add = async () => {
    setError(null);
    const made = await api.post('/connections', body(fields, values));
    announce(`${made.name} is added. Check it, to see what its key may do.`);
    onAdded();
  };
  return html`<${Dialog} title="Add a connection" onClose=${onClose}>
    <form onSubmit=${event => event.preventDefault()}>
      <p class="muted small">For R2: a token of the dashboard (R2 → Manage API tokens) that may read, and write where results go to a bucket.</p>
      ${fields.filter(({ name }) => name !== 'kind').map(field => html`<${Field} key=${field.name} id=${`new-${field.name}`} field=${field}
        value=${values[field.name]} error=${error} onChange=${value => setValues({ ...values, [field.name]: value })} />`)}
      ${error && !error.field && html`<${ErrorNote} error=${error} />`}
      <div class="actions"><${Action} class="main" run=${add} onError=${setError}>Add<//>
        <button type="button" onClick=${onClose}>Close</button></div>
    </form><//>`;
}
