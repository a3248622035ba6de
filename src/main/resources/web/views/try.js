import { bytes, capitalised, described, ways, words } from '../format.js';
import { html, useEffect, useMemo, useRef, useState } from '../lib.js';
import { order } from '../snippets.js';
import { Action, Code, ErrorNote, Facts, Field, Progress, announce, typed, useSession } from '../ui.js';
import { upload } from '../upload.js';
import { commandLines } from './commands.js';
import { Presets } from './presets.js';
import { Snippets } from './job.js';

/** Options that most people look for first. */
const COMMON = ['format', 'quality', 'width', 'height', 'codec', 'start', 'end', 'fps'];

/** A form for a job, made from the contract: what it would do, and then the job. */
export function Try({ query }) {
  const { api, contract } = useSession();
  const [form, setForm] = useState({ kind: 'video', input: '', connection: '', output: '', preset: '', priority: '', webhook_url: '', options: {} });
  const [connections, setConnections] = useState([]);
  const [presets, setPresets] = useState([]);
  const [plan, setPlan] = useState(null);
  const [error, setError] = useState(null);
  const set = changes => {
    setForm(now => ({ ...now, ...changes }));
    setPlan(null);
  };

  useEffect(() => {
    api.list('/connections', { limit: 100 }).then(({ rows }) => setConnections(rows), setError);
    contract.offers('get', '/presets') && api.get('/presets').then(setPresets, setError);
  }, [api]);
  const like = query.get('like');
  useEffect(() => {
    if (like) {
      api.get(`/jobs/${encodeURIComponent(like)}`).then(job => setForm(filled(job)), setError);
    }
  }, [api, like]);

  const fields = useMemo(() => contract.options(form.kind), [contract, form.kind]);
  const body = () => request(form, fields, contract);
  const fail = failure => {
    setError(failure);
    const wrong = failure.field && document.getElementById(`field-${failure.field.replace(/^options\./, '')}`);
    wrong?.closest('details')?.setAttribute('open', '');
    wrong?.focus();
  };
  const dryRun = async () => {
    setError(null);
    setPlan(null);
    setPlan(await api.post('/jobs?dry_run=true', body()));
  };
  const run = async () => {
    setError(null);
    const job = await api.post('/jobs', body());
    announce('The job is queued.');
    location.hash = `#/jobs/${job.id}`;
  };

  return html`<div class="head"><h1>New job</h1></div>
    <form class="try" onSubmit=${event => event.preventDefault()}>
      <section class="card"><h2>Input</h2><${Places} form=${form} set=${set} connections=${connections} error=${error} /></section>
      <section class="card"><h2>What to make</h2>
        <${Kinds} kinds=${contract.kinds} kind=${form.kind} onChange=${kind => set({ kind, options: {}, preset: presets.some(one => one.name === form.preset && one.kind !== kind) ? '' : form.preset })} />
        ${presets.length > 0 && html`<${Presets} presets=${presets} chosen=${form.preset} onChange=${(preset, kind) => set(kind && kind !== form.kind ? { preset, kind, options: {} } : { preset })} />`}
        <${Options} fields=${fields} values=${form.options} error=${error} onChange=${options => set({ options })} /></section>
      <section class="card"><h2>Where to</h2><${More} form=${form} set=${set} presets=${presets} contract=${contract} error=${error} /></section>
      <${ErrorNote} error=${error} />
      <div class="actions sticky">
        <${Action} run=${dryRun} onError=${fail} disabled=${!form.input}>Dry run<//>
        <${Action} class="main" run=${run} onError=${fail} disabled=${!form.input}>Run the job<//>
      </div>
    </form>
    ${plan && html`<${Plan} plan=${plan} />`}
    ${form.input && html`<section><h2>The same from a program</h2><${Snippets} body=${body()} /></section>`}`;
}

/** The form as a job was asked for. */
function filled(job) {
  const { options = {}, ...asked } = order(job);
  const { connection_id: connection, ...others } = options;
  return { kind: asked.kind, input: asked.input, connection: connection ?? '', output: asked.output ?? '', preset: asked.preset ?? '',
    priority: asked.priority === undefined ? '' : String(asked.priority), webhook_url: asked.webhook_url ?? '',
    options: Object.fromEntries(Object.entries(others).map(([name, value]) => [name,
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([part, own]) => [part, String(own)])) : Array.isArray(value) ? JSON.stringify(value) : String(value)])) };
}

/** The body of the request; what was left open is left out. */
function request(form, fields, contract) {
  const options = values(fields, form.options);
  if (form.connection) {
    options.connection_id = form.connection;
  }
  const body = { input: form.input, kind: form.kind };
  for (const field of contract.fields('JobFields').filter(({ name }) => ['preset', 'output', 'priority', 'webhook_url'].includes(name))) {
    const value = typed(field, form[field.name]);
    if (value !== undefined) {
      body[field.name] = value;
    }
  }
  if (Object.keys(options).length > 0) {
    body.options = options;
  }
  return body;
}

function values(fields, texts) {
  const all = {};
  for (const field of fields) {
    const value = field.fields ? values(field.fields, texts[field.name] ?? {})
      : field.isList && !field.words.includes(texts[field.name]) ? list(texts[field.name]) : typed(field, texts[field.name]);
    if (value !== undefined && (!field.fields || Object.keys(value).length > 0)) {
      all[field.name] = value;
    }
  }
  return all;
}

/** A list is typed in as JSON; the server words what is wrong with text that is none. */
function list(text) {
  if (!text) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function Places({ form, set, connections, error }) {
  const { contract } = useSession();
  const wrong = error?.field === 'input';
  const isUnknown = error?.field === 'options.connection_id';
  const isObject = form.input.startsWith('s3://');
  return html`
    ${contract.offers('post', '/uploads') && html`<${DropZone} onUploaded=${input => set({ input })} />`}
    <div class=${wrong ? 'field wrong' : 'field'}><label for="field-input">Address of the file <span class="muted">(needed)</span></label>
      <input id="field-input" value=${form.input} required spellcheck=${false} autocomplete="off" placeholder="s3://my-bucket/uploads/video.mov or https://…"
        aria-describedby="field-input-help" aria-invalid=${wrong || undefined} onInput=${event => set({ input: event.target.value.trim() })} />
      <p class="help" id="field-input-help">${wrong ? error.message : 'An object in a bucket, by a connection, or a file of the web'}</p></div>
    <div class=${isUnknown ? 'field wrong' : 'field'}><label for="field-connection_id">Connection</label>
      <select id="field-connection_id" aria-describedby="field-connection_id-help" aria-invalid=${isUnknown || undefined} value=${form.connection} onChange=${event => set({ connection: event.target.value })}>
        <option value="">${connections.length === 0 ? 'none yet' : 'the default one'}</option>
        ${connections.map(({ id, name }) => html`<option value=${id} selected=${form.connection === id || form.connection === name}>${name}</option>`)}
      </select>
      <p class="help" id="field-connection_id-help">${isUnknown ? error.message : isObject && connections.length === 0 ? html`A bucket needs one: <a href="#/connections">add a connection</a>` : 'For buckets: the keys that open them'}</p></div>`;
}

/** Takes a file of this machine and sends it to the server, which goes on where it broke off. */
function DropZone({ onUploaded }) {
  const { api } = useSession();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState(null);
  const [error, setError] = useState(null);
  const stop = useRef();
  useEffect(() => () => stop.current?.abort(), []);

  const send = async file => {
    if (!file) {
      return;
    }
    stop.current?.abort();
    stop.current = new AbortController();
    setError(null);
    setSending({ file, sent: 0 });
    try {
      const id = await upload(api, file, sent => setSending({ file, sent }), stop.current.signal);
      setSending({ file, sent: file.size, id });
      onUploaded(id);
      announce(`${file.name} is uploaded.`);
    } catch (failure) {
      setSending(null);
      if (!stop.current.signal.aborted) {
        setError(failure);
      }
    }
  };
  const dropped = event => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return html`<div class=${over ? 'drop over' : 'drop'} onDragOver=${event => { event.preventDefault(); setOver(true); }}
      onDragLeave=${() => setOver(false)} onDrop=${dropped}>
    <label for="file">Drop a file of this machine here, or choose one</label>
    <input id="file" type="file" onChange=${event => send(event.target.files[0])} />
    ${sending && html`<div class="going"><${Progress} value=${Math.floor(100 * sending.sent / sending.file.size)} label="Progress of the upload" />
      <span class="small">${sending.file.name}: ${bytes(sending.sent)} of ${bytes(sending.file.size)}</span>
      ${!sending.id && html`<button type="button" class="quiet" onClick=${() => stop.current.abort()}>Stop</button>`}</div>`}
    <${ErrorNote} error=${error} /></div>`;
}

function Kinds({ kinds, kind, onChange }) {
  return html`<fieldset class="kinds"><legend class="hidden">Kind</legend>${kinds.map(one => html`<label class=${one === kind ? 'chosen' : ''}>
    <input type="radio" name="kind" value=${one} checked=${one === kind} onChange=${() => onChange(one)} /> ${capitalised(words(one))}</label>`)}</fieldset>`;
}

function Options({ fields, values: texts, error, onChange }) {
  const change = name => value => onChange({ ...texts, [name]: value });
  const shown = field => html`<${Field} key=${field.name} id=${`field-${field.name}`} field=${field} value=${texts[field.name]} error=${error} onChange=${change(field.name)} />`;
  const plain = fields.filter(field => !field.fields);
  const groups = fields.filter(field => field.fields);
  const rest = plain.filter(({ name }) => !COMMON.includes(name));
  const used = rest.filter(({ name }) => texts[name]).length;
  return html`<div class="fields">${COMMON.map(name => plain.find(field => field.name === name)).filter(Boolean).map(shown)}</div>
    <details open=${used > 0}><summary>More options (${rest.length}${used ? `, ${used} set` : ''})</summary><div class="fields">${rest.map(shown)}</div></details>
    ${groups.map(group => html`<details key=${group.name} open=${Boolean(texts[group.name])}><summary>${capitalised(words(group.name))}</summary>
      <p class="help">${group.help}</p>
      <div class="fields" role="group" aria-label=${capitalised(words(group.name))}>${group.fields.map(field => html`<${Field} key=${field.name} id=${`field-${group.name}.${field.name}`} field=${field}
        value=${texts[group.name]?.[field.name]} error=${error?.field === `options.${group.name}.${field.name}` ? { ...error, field: field.name } : null}
        onChange=${value => onChange({ ...texts, [group.name]: { ...texts[group.name], [field.name]: value } })} />`)}</div></details>`)}`;
}

function More({ form, set, presets, contract, error }) {
  const fields = contract.fields('JobFields').filter(({ name }) => ['output', 'priority', 'webhook_url'].includes(name) || name === 'preset' && presets.length === 0);
  return html`<div class="fields">${fields.map(field => html`<${Field} key=${field.name} id=${`field-${field.name}`} field=${field}
    value=${form[field.name]} error=${error} onChange=${value => set({ [field.name]: value })} />`)}</div>`;
}

/** What a dry run has found out. */
function Plan({ plan }) {
  const heading = useRef();
  useEffect(() => {
    heading.current.scrollIntoView({ block: 'start' });
    heading.current.focus();
  }, []);
  const probed = plan.tasks.find(task => task.kind === 'probe')?.output;
  const fetched = plan.tasks.find(task => task.kind === 'import')?.output;
  const how = plan.tasks.map(task => task.output?.how).find(Boolean);
  const commands = commandLines(plan);
  return html`<section class="card"><h2 tabindex="-1" ref=${heading}>What would run</h2>
    <p class="muted">Nothing has been stored or made.</p>
    <${Facts} facts=${[['Input', probed && (described(probed) || probed.format)], ['Kind', words(plan.kind)],
      ['Reads', fetched && readOf(fetched)], ['How', ways(how)]]} />
    ${plan.warnings?.map(warning => html`<div class="note warn"><p><strong>${capitalised(words(warning.kind))}.</strong> ${warning.message}</p></div>`)}
    ${plan.error && html`<div class="note bad"><p>${plan.error.message}</p></div>`}
    ${commands.length > 0 ? html`<${Code} text=${commands.join('\n\n')} label="the commands" />` : html`<p>No command runs for it.</p>`}</section>`;
}

/** How much of the input is fetched: all of it, or the ranges that are needed. */
function readOf({ bytes_read: read, filesize }) {
  return read < filesize ? `${bytes(read)} of ${bytes(filesize)}` : bytes(filesize);
}
