import { bytes, capitalised, described, duration, fileName, speed, words } from '../format.js';
import { timeLeft } from '../joblist.js';
import { html, useEffect, useState } from '../lib.js';
import { order, snippets } from '../snippets.js';
import { Bar, Code, Confirmed, Copy, Empty, ErrorNote, Facts, Loading, Progress, Status, Time, announce, useNow, useSession } from '../ui.js';
import { Actions } from './jobs.js';
import { Result } from './media.js';

/** What to do about an error, by its kind; its message says what is wrong. */
const ADVICE = {
  access_denied: 'Check the connection: its key may lack the right, or be of another account.',
  input_not_found: 'Check the address of the input, and that it is still there.',
  not_found: 'Check the address of the input, and that it is still there.',
  timed_out: 'It took too long. A smaller input or simpler options may do; operators can allow more time.',
};

/** One job: how it goes or went, its result beside its input, and how to do the same from a program. */
export function JobView({ id }) {
  const { api } = useSession();
  const [job, setJob] = useState(null);
  const [error, setError] = useState(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => api.events(`/jobs/${encodeURIComponent(id)}/events`, event => {
    if (event.name !== 'job') {
      return true;
    }
    const now = JSON.parse(event.data);
    setError(null);
    setJob(now);
    return !isFinal(now);
  }, setError), [api, id, turn]);

  if (error && !job) {
    return error.status === 404 ? html`<${Empty} title="No such job"><p>It is not one of your project, or it has been forgotten. <a href="#/jobs">All jobs</a></p><//>`
      : html`<${ErrorNote} error=${error} />`;
  }
  if (!job) {
    return html`<${Loading} />`;
  }
  const changed = now => {
    setJob(before => ({ ...before, ...now, tasks: now.tasks ?? before.tasks }));
    setTurn(count => count + 1);
  };
  return html`
    <p class="small"><a href="#/jobs">Jobs</a> / ${job.id} <${Copy} text=${job.id} label="Copy id of the job">Copy id<//></p>
    <div class="head"><h1 class="breaks">${fileName(job.input)}</h1><${Status} status=${job.status} />
      <div class="actions"><${Actions} job=${job} onChange=${changed} /><${Again} job=${job} /><${ResendWebhook} job=${job} onChange=${changed} /><${Delete} job=${job} /></div></div>
    <${HowItGoes} job=${job} />
    <${Timeline} job=${job} />
    ${job.status === 'succeeded' && html`<${Sides} job=${job} />`}
    ${job.status !== 'succeeded' && html`<section><h2>Input</h2><${Input} job=${job} /></section>`}
    <section><h2>Asked for</h2><${Order} job=${job} /></section>
    <section><h2>The same from a program</h2><${Snippets} body=${order(job)} /></section>
    <details><summary>Raw JSON</summary><${Code} text=${JSON.stringify(job, null, 2)} label="the job as JSON" /></details>`;
}

export function isFinal(job) {
  return ['succeeded', 'failed', 'cancelled'].includes(job.status);
}

function HowItGoes({ job }) {
  useNow();
  const left = timeLeft(job);
  return html`
    ${job.status === 'processing' && html`<div class="going"><${Progress} value=${job.progress} label="Progress of the job" />
      <span aria-live="off">${job.progress}%${left ? ` · about ${duration(left)} left` : ''}</span></div>`}
    ${job.error && html`<div class="note bad" role="alert"><p><strong>${capitalised(words(job.error.kind))}</strong></p><p>${job.error.message}</p>
      ${ADVICE[job.error.kind] && html`<p>${ADVICE[job.error.kind]}</p>`}</div>`}
    ${!job.error && job.last_error && html`<div class="note warn"><p>The last attempt failed: ${job.last_error.message}</p>
      ${job.next_attempt_at && html`<p>It is tried again <${Time} at=${job.next_attempt_at} />.</p>`}</div>`}
    ${job.warnings?.map(warning => html`<div class="note warn"><p><strong>${capitalised(words(warning.kind))}.</strong> ${warning.message}</p></div>`)}`;
}

/** The steps, each as wide as it took long. */
function Timeline({ job }) {
  const now = useNow();
  const took = task => task.started_at ? (task.finished_at ?? Math.max(now, task.updated_at)) - task.started_at : 0;
  const total = Math.max(1, ...job.tasks.map(took));
  return html`<section><h2>Steps</h2>
    <div class="scrolls" tabindex="0" role="region" aria-label="Steps of the job"><table class="timeline">
      <thead><tr><th>Step</th><th>Status</th><th>Took</th><th class="wide">${html`<span class="hidden">Share of the time</span>`}</th><th>What</th><th>Node</th></tr></thead>
      <tbody>${job.tasks.map(task => html`<tr>
        <th scope="row">${capitalised(words(task.kind))}</th>
        <td><${Status} status=${task.status} /></td>
        <td class="number">${task.started_at ? duration(took(task)) : ''}</td>
        <td class="wide"><${Bar} value=${took(task)} most=${total} /></td>
        <td class="small">${task.status === 'processing' ? [`${task.progress}%`, speed(task)].filter(Boolean).join(' · ')
          : task.error && task.error.message !== job.error?.message ? task.error.message : outcome(task)}</td>
        <td class="small muted">${task.node ?? ''}</td></tr>`)}</tbody>
    </table></div>
    <p class="small muted">Sent <${Time} at=${job.created_at} />${job.started_at && html`, waited ${duration(job.started_at - job.created_at)}`}
      ${job.finished_at && job.started_at && html`, took ${duration(job.finished_at - job.started_at)}`}
      ${job.attempts > 1 ? `, ${job.attempts} attempts` : ''}.</p>
  </section>`;
}

function outcome(task) {
  if (!task.output) {
    return '';
  }
  return task.kind === 'probe' ? described(task.output) : [bytes(task.output.filesize), speed(task)].filter(Boolean).join(' · ');
}

/** The result beside what it was made of. */
function Sides({ job }) {
  const exported = job.tasks.find(task => task.kind === 'export')?.output ?? {};
  return html`<div class="sides">
    <section><h2>Result</h2><${Result} url=${job.output} file=${exported} kind=${job.kind} /></section>
    <section><h2>Input</h2><${Input} job=${job} result=${exported} /></section></div>`;
}

function Input({ job, result }) {
  const probed = job.tasks.find(task => task.kind === 'probe')?.output;
  const size = probed?.filesize && result?.filesize ? Math.round(100 * result.filesize / probed.filesize) : undefined;
  return html`<p class="breaks">${job.input} <${Copy} text=${job.input} label="Copy the address of the input">Copy<//></p>
    ${probed && html`<${FileFacts} file=${probed} />`}
    ${size !== undefined && html`<p class="muted small">The result has ${size}% of its size.</p>`}
    ${isShown(job.input) && html`<${Result} url=${job.input} file=${probed ?? {}} kind=${probed?.kind ?? job.kind} plain=${true} />`}`;
}

/** The policy of this page lets browsers read nothing of other hosts. */
function isShown(url) {
  return url.startsWith(`${location.origin}/cdn/`);
}

export function FileFacts({ file }) {
  return html`<${Facts} facts=${[
    ['Format', file.format], ['Size', bytes(file.filesize)],
    ['Picture', file.width && `${file.width} × ${file.height}${file.fps ? `, ${Math.round(file.fps * 100) / 100} fps` : ''}`],
    ['Length', file.duration && duration(file.duration * 1000)],
    ['Codecs', [file.codecs?.video, file.codecs?.audio].filter(Boolean).join(', ')],
  ]} />`;
}

function Order({ job }) {
  const options = Object.entries(job.options ?? {});
  return html`<${Facts} facts=${[
    ['Kind', words(job.kind)], ['Preset', job.preset],
    ...options.map(([name, value]) => [capitalised(words(name)), typeof value === 'object' ? JSON.stringify(value) : String(value)]),
    ['Output', job.output?.startsWith('s3://') && job.output], ['Priority', job.priority],
    ['Webhook', job.webhook && `${job.webhook.url} (${job.webhook.status}${job.webhook.last_error ? `: ${job.webhook.last_error}` : ''})`],
    ['Metadata', job.metadata && JSON.stringify(job.metadata)],
  ]} />
  ${options.length === 0 && html`<p class="muted small">No options: everything as this server does it by default.</p>`}`;
}

/** The same job in several languages. */
export function Snippets({ body }) {
  const texts = snippets(body);
  const names = Object.keys(texts);
  const [shown, setShown] = useState(names[0]);
  return html`<div class="tabs" role="group" aria-label="Language">${names.map(name => html`<button type="button" class="quiet"
      aria-pressed=${name === shown} onClick=${() => setShown(name)}>${name}</button>`)}</div>
    <${Code} text=${texts[shown]} label=${`the job by ${shown}`} />`;
}

/** To the form, filled in as this job was. */
function Again({ job }) {
  const { can } = useSession();
  return can('write') ? html`<a class="button quiet" href=${`#/try?${new URLSearchParams({ like: job.id })}`}>Use as a template</a>` : null;
}

function ResendWebhook({ job, onChange }) {
  const { api, can } = useSession();
  const send = async () => {
    onChange(await api.post(`/jobs/${job.id}/webhook`));
    announce('The webhook is being sent again.');
  };
  return job.webhook && isFinal(job) && can('write')
    ? html`<${Confirmed} run=${send} question="Send the webhook of this job again?" yes="Send it">Resend webhook<//>` : null;
}

function Delete({ job }) {
  const { api, can, contract } = useSession();
  const remove = async () => {
    await api.delete(`/jobs/${job.id}`);
    announce('The job is deleted.');
    location.hash = '#/jobs';
  };
  return isFinal(job) && can('write') && contract.offers('delete', '/jobs/{job}')
    ? html`<${Confirmed} run=${remove} question="Delete this job, and what it has published on the CDN?" yes="Delete it">Delete<//>` : null;
}
