import { ADVICE } from '../advice.js';
import { Again, Delete, Priority, ResendWebhook, StopOrRetry } from '../actions.js';
import { bytes, capitalised, duration, fileName, words } from '../format.js';
import { isFinal, timeLeft } from '../joblist.js';
import { html, useEffect, useState } from '../lib.js';
import { order, snippets } from '../snippets.js';
import { Code, Copy, Empty, ErrorNote, Facts, Loading, Progress, Status, Time, useNow, useSession } from '../ui.js';
import { Commands } from './commands.js';
import { Result } from './media.js';
import { Order } from './order.js';
import { Timeline } from './timeline.js';

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
    <div class="head"><h1 class="breaks"><bdi>${fileName(job.input)}</bdi>${job.inputs?.length > 1 ? ` and ${job.inputs.length - 1} more` : ''}</h1><${Status} status=${job.status} />
      <div class="actions"><${StopOrRetry} job=${job} onChange=${changed} /><${Priority} job=${job} onChange=${changed} /><${Again} job=${job} />
        <${ResendWebhook} job=${job} onChange=${changed} /><${Delete} job=${job} onDeleted=${() => { location.hash = '#/jobs'; }} /></div></div>
    <${HowItGoes} job=${job} />
    <${Timeline} job=${job} />
    ${job.outputs ? html`<${Outputs} job=${job} />` : job.status === 'succeeded' && html`<${Sides} job=${job} />`}
    ${(job.outputs || job.status !== 'succeeded') && html`<section><h2>Input</h2><${Input} job=${job} /></section>`}
    <section><h2>Asked for</h2><${Order} job=${job} /></section>
    <section><h2>The same from a program</h2><${Snippets} body=${order(job)} /></section>
    <${Commands} job=${job} />
    <details><summary>Raw JSON</summary><${Code} text=${JSON.stringify(job, null, 2)} label="the job as JSON" /></details>`;
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

/** The result beside what it was made of. */
function Sides({ job }) {
  const exported = job.tasks.find(task => task.kind === 'export')?.output ?? {};
  return html`<div class="sides">
    <section><h2>Result</h2><${Result} url=${job.output} file=${exported} kind=${job.kind} /></section>
    <section><h2>Input</h2><${Input} job=${job} result=${exported} /></section></div>`;
}

/** What was made of the one input, each of its own kind. */
function Outputs({ job }) {
  const exports = job.tasks.filter(task => task.kind === 'export');
  return html`<div class="sides">${job.outputs.map((part, number) => html`<section key=${number}><h2>${`${number + 1}. ${capitalised(words(part.kind))}`}</h2>
    ${part.error && html`<div class="note bad"><p>${part.error.message}</p></div>`}
    ${part.output ? html`<${Result} url=${part.output} file=${exports[number]?.output ?? {}} kind=${part.kind} label=${`result ${number + 1}`} />`
      : html`<p><${Status} status=${part.status} /></p>`}</section>`)}</div>`;
}

function Input({ job, result }) {
  const probed = job.tasks.find(task => task.kind === 'probe')?.output;
  const size = !job.inputs && probed?.filesize && result?.filesize ? Math.round(100 * result.filesize / probed.filesize) : undefined;
  return html`${job.inputs ? html`<ol class="clips">${job.inputs.map(clip => html`<li class="breaks">${clip.url}${part(clip)}</li>`)}</ol>`
      : html`<p class="breaks">${job.input} <${Copy} text=${job.input} label="Copy the address of the input">Copy<//></p>`}
    ${job.inputs && probed && html`<p class="muted small">Of these, the first is:</p>`}
    ${probed && html`<${FileFacts} file=${probed} />`}
    ${size !== undefined && html`<p class="muted small">The result has ${size}% of its size.</p>`}
    ${isShown(job.input) && html`<${Result} url=${job.input} file=${probed ?? {}} kind=${probed?.kind ?? job.kind} plain=${true} />`}`;
}

/** Which part of a file is joined to others, in seconds. */
function part({ start, end }) {
  return start || end !== undefined ? `, ${start ?? 0} s to ${end === undefined ? 'its end' : `${end} s`}` : '';
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

/** The same job in several languages. */
export function Snippets({ body }) {
  const texts = snippets(body);
  const names = Object.keys(texts);
  const [shown, setShown] = useState(names[0]);
  return html`<div class="tabs" role="group" aria-label="Language">${names.map(name => html`<button type="button" class="quiet"
      aria-pressed=${name === shown} onClick=${() => setShown(name)}>${name}</button>`)}</div>
    <${Code} text=${texts[shown]} label=${`the job by ${shown}`} />`;
}
