import { bytes, capitalised, words } from '../format.js';
import { html, useEffect, useState } from '../lib.js';
import { usePolled } from '../polled.js';
import { Bar, ErrorNote, Facts, Loading, Status, Time, useSession } from '../ui.js';
import { bounds } from './keys.js';
import { Throughput } from './throughput.js';

/** How the server is, and how much it does. */
export function System() {
  const { contract, can } = useSession();
  return html`<div class="head"><h1>System</h1></div>
    ${contract.offers('get', '/stats') && html`<${Stats} />`}
    <${Health} />
    ${contract.offers('get', '/nodes') && can('operator') && html`<${Nodes} />`}
    <${OwnKey} />`;
}

/** Health answers 503 when something is wrong, with the same body. */
function Health() {
  const { api } = useSession();
  const [health, setHealth] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      try {
        const response = await fetch('/health', { headers: { Authorization: `Bearer ${api.key}` }, signal: stop.signal, credentials: 'omit' });
        const answer = await response.json();
        // A refusal, such as of too many requests, says nothing of its health.
        answer.checks && setHealth(answer);
        setError(answer.checks ? null : answer);
      } catch (failure) {
        if (!stop.signal.aborted) {
          setError({ message: 'The server does not say how it is.' });
        }
      }
    };
    look();
    const timer = setInterval(look, 10_000);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [api]);
  return html`<section class="card"><div class="head"><h2>Health</h2>${health && html`<${Status} status=${health.status} />`}</div>
    <${ErrorNote} error=${error} />
    ${!health ? !error && html`<${Loading} />` : html`
      <${Facts} facts=${[['Version', health.version], ['Roles of this node', health.roles?.join(', ')]]} />
      <ul class="checks">${Object.entries(health.checks).map(([name, check]) => html`<li><${Status} status=${check.status} /> <strong>${name}</strong>
        ${check.message && html`<span class="small muted breaks">${check.message}</span>`}</li>`)}</ul>`}</section>`;
}

function Nodes() {
  const { answer: nodes, error } = usePolled('/nodes');
  const load = lane => lane ? `${lane.running} of ${lane.slots}` : '';
  return html`<section class="card"><h2>Nodes</h2><${ErrorNote} error=${error} />
    ${!nodes ? !error && html`<${Loading} />` : html`<div class="scrolls" tabindex="0" role="region" aria-label="Nodes"><table class="nodes">
      <thead><tr><th>Node</th><th>Roles</th><th>Heavy jobs</th><th>Light jobs</th><th>Version</th><th>Started</th><th>Last sign of life</th></tr></thead>
      <tbody>${nodes.map(node => html`<tr key=${node.id}><th scope="row">${node.name}</th><td>${node.roles.join(', ')}</td><td>${load(node.lanes.heavy)}</td><td>${load(node.lanes.light)}</td>
        <td>${node.version ?? ''}</td><td><${Time} at=${node.started_at} /></td><td><${Time} at=${node.last_seen_at} /></td></tr>`)}</tbody></table></div>`}</section>`;
}

function Stats() {
  const [hours, setHours] = useState('24');
  const { answer: stats, error } = usePolled(`/stats?hours=${hours}`);
  return html`<section class="card"><div class="head"><h2>Work</h2>
      <label class="small">of the last <select value=${hours} onChange=${event => setHours(event.target.value)}>
        <option value="1">hour</option><option value="24">day</option><option value="168">week</option></select></label></div>
    <${ErrorNote} error=${error} />
    ${!stats ? !error && html`<${Loading} />` : html`<div class="numbers">
        ${number('jobs waiting', stats.queue.heavy.queued + stats.queue.light.queued)}${number('jobs at work', stats.queue.heavy.processing + stats.queue.light.processing)}
        ${number('jobs delayed', stats.queue.heavy.delayed + stats.queue.light.delayed)}${number('succeeded', stats.ended.succeeded)}
        ${number('failed', stats.ended.failed)}${number('succeeded an hour', Math.round(stats.succeeded_per_hour * 10) / 10)}</div>
      <${Throughput} hours=${hours} />
      <${Bars} title="Queue" rows=${[['Heavy lane', stats.queue.heavy.queued], ['Light lane', stats.queue.light.queued]]} />
      <${Bars} title="Ended by kind" rows=${Object.entries(stats.kinds).map(([kind, ended]) => [words(kind), ended.succeeded + ended.failed + ended.cancelled])} />
      <${Bars} title="Failures by kind" rows=${Object.entries(stats.failures).map(([kind, count]) => [words(kind), count]).sort(([, one], [, other]) => other - one)} />`}</section>`;
}

function number(name, value) {
  return html`<div><strong>${value.toLocaleString()}</strong><span class="small muted">${name}</span></div>`;
}

function Bars({ title, rows }) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  return rows.length === 0 ? null : html`<h3>${title}</h3><ul class="bars">${rows.map(([name, value]) => html`<li><span>${capitalised(name)}</span>
    <${Bar} value=${value} most=${most} /><span class="number">${value.toLocaleString()}</span></li>`)}</ul>`;
}

function OwnKey() {
  const { own } = useSession();
  return html`<section class="card"><h2>Your key</h2><${Facts} facts=${[['Id', own.id ?? 'that of the settings'], ['Scope', own.scope], ['Project', own.project],
    ['Used today', own.used_today && `${bytes(own.used_today.bytes)}, ${Math.round(own.used_today.minutes * 10) / 10} minutes of media`],
    ['Bounds', bounds(own).join(' · ')]]} /></section>`;
}
