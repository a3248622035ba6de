import { MoreActions, StopOrRetry } from '../actions.js';
import { capitalised, duration, fileName, speed, words } from '../format.js';
import { timeLeft } from '../joblist.js';
import { Component, html, useEffect, useRef } from '../lib.js';
import { useJobs } from '../livejobs.js';
import { Action, Empty, ErrorNote, Loading, Progress, Status, Time, announce, useSession } from '../ui.js';

/** A search goes on by itself through so many jobs of which it shows nothing; then by a button. */
const SEARCHED = 1000;

/** The jobs, as they change, with filters that are in the address. */
export function Jobs({ query }) {
  const { api, contract } = useSession();
  const filters = { status: query.get('status') ?? '', kind: query.get('kind') ?? '', input: query.get('input') ?? '' };
  const { rows, last, looked, tasks, hasMore, error, more, reload, put } = useJobs(api, contract, filters, query.get('after') ?? undefined);
  const filtered = Boolean(filters.status || filters.kind || filters.input);

  return html`<div class="head"><h1>Jobs</h1></div>
    <${Filters} filters=${filters} contract=${contract} />
    <${ErrorNote} error=${error}><button type="button" onClick=${reload}>Try again</button><//>
    ${query.get('after') && html`<p><a href=${address(filters)}>Newest jobs</a></p>`}
    ${!rows ? !error && html`<${Loading} />`
      : html`${rows.length > 0 && html`<ul class="jobs" aria-label="Jobs, newest first">
          ${rows.map(job => html`<${Row} key=${job.id} job=${job} tasks=${tasks[job.id]} put=${put} />`)}</ul>`}
        ${rows.length === 0 && !hasMore && html`<${None} filtered=${filtered} />`}
        ${(rows.length > 0 || hasMore) && html`<${More} hasMore=${hasMore} more=${more} shown=${rows.length} looked=${filters.input ? looked : 0} last=${last}
          after=${address(filters, last)} />`}`}`;
}

function address(filters, after) {
  const query = new URLSearchParams(Object.entries({ ...filters, after: after ?? '' }).filter(([, value]) => value));
  return `#/jobs${query.size ? `?${query}` : ''}`;
}

function Filters({ filters, contract }) {
  const set = (name, value) => location.replace(address({ ...filters, [name]: value }));
  const choice = (name, values) => html`<div class="filter"><label for=${`filter-${name}`}>${capitalised(name)}</label>
    <select id=${`filter-${name}`} value=${filters[name]} onChange=${event => set(name, event.target.value)}>
      <option value="">all</option>${values.map(value => html`<option value=${value}>${words(value)}</option>`)}
    </select></div>`;
  return html`<form class="filters" role="search" aria-label="Filter jobs" onSubmit=${event => event.preventDefault()}>
    ${choice('status', contract.statuses)}${choice('kind', contract.listedKinds)}
    <div class="filter grows"><label for="filter-input">Input</label>
      <input id="filter-input" type="search" value=${filters.input} placeholder="Part of a name, or a whole URL" spellcheck=${false}
        onInput=${event => set('input', event.target.value)} /></div>
  </form>`;
}

function None({ filtered }) {
  const { can } = useSession();
  return filtered ? html`<${Empty} title="No such jobs"><p>None of your jobs is like this. <a href="#/jobs">Show all jobs</a></p><//>`
    : html`<${Empty} title="No jobs yet"><p>A job makes one file of another: a smaller video, a picture out of it, its sound.</p>
        ${can('write') ? html`<p><a class="button main" href="#/try">Make the first job</a></p>
          <p class="muted">Files in a bucket need <a href="#/connections">a connection</a> to it first.</p>`
          : html`<p class="muted">Your key may only look; jobs are made with one of scope write.</p>`}<//>`;
}

/** One job. It is drawn again only when it changes: a list may have a thousand. */
class Row extends Component {
  shouldComponentUpdate({ job, tasks }) {
    return job !== this.props.job || tasks !== this.props.tasks && job.status === 'processing';
  }

  render({ job, tasks, put }) {
    return html`<li class="job">
      <div class="job-what"><a href=${`#/jobs/${job.id}`} title=${job.input} dir="auto">${fileName(job.input)}${job.inputs?.length > 1 ? ` and ${job.inputs.length - 1} more` : ''}</a>
        <span class="muted small">${job.outputs ? `${job.outputs.length} outputs` : words(job.kind)}${job.preset ? ` · ${job.preset}` : ''}${job.priority !== 4 ? ` · priority ${job.priority}` : ''}</span></div>
      <div class="job-status"><${Status} status=${job.status} /></div>
      <div class="job-how"><${How} job=${job} tasks=${tasks} /></div>
      <div class="job-when small muted"><${Time} at=${job.created_at} /></div>
      <div class="job-do"><${StopOrRetry} job=${job} onChange=${now => put([now])} />
        <${MoreActions} job=${job} onChange=${now => put([now])} onDeleted=${() => put([{ ...job, isDeleted: true }])} /></div>
    </li>`;
  }
}

/** How a job is going, or how it ended. */
function How({ job, tasks }) {
  if (job.status === 'processing') {
    const task = tasks?.find(one => one.status === 'processing');
    const left = timeLeft(job);
    return html`<${Progress} value=${job.progress} label=${`Progress of ${fileName(job.input)}`} />
      <span class="small muted">${[`${job.progress}%`, task && words(task.kind), task && speed(task), left && `about ${duration(left)} left`].filter(Boolean).join(' · ')}</span>`;
  }
  if (job.status === 'failed') {
    return html`<span class="small bad-text clipped" title=${job.error?.message}>${job.error?.message}</span>`;
  }
  if (job.status === 'queued') {
    return job.next_attempt_at ? html`<span class="small muted clipped" title=${job.last_error?.message}>again <${Time} at=${job.next_attempt_at} />: ${job.last_error?.message}</span>` : null;
  }
  return job.status === 'succeeded' ? html`<span class="small muted">${job.started_at ? `took ${duration(job.finished_at - job.started_at)}` : ''}${
    job.warnings?.length ? ` · ${job.warnings.length} ${job.warnings.length === 1 ? 'warning' : 'warnings'}` : ''}</span>` : null;
}

/** Loads more when its end comes into view; the button does it for who uses no pointer, the link for who shares it. */
function More({ hasMore, more, shown, looked, last, after }) {
  const button = useRef();
  const isTired = looked - shown > SEARCHED;
  useEffect(() => {
    if (!hasMore || isTired) {
      return undefined;
    }
    let busy = false;
    const observer = new IntersectionObserver(async ([seen]) => {
      if (seen.isIntersecting && !busy) {
        busy = true;
        await more().catch(error => announce(error.message, true));
        busy = false;
      }
    }, { rootMargin: '600px' });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [hasMore, more, isTired, last]);
  return html`<div class="more" ref=${button}>
    ${looked > shown && hasMore && html`<span class="small muted">${shown} of the newest ${looked.toLocaleString()} jobs</span>`}
    ${hasMore ? html`<${Action} run=${more}>Older jobs<//> <a class="small" href=${after}>Older jobs as a page of their own</a>`
      : html`<span class="small muted">${shown === 1 ? 'One job' : `${shown.toLocaleString()} jobs`}</span>`}</div>`;
}
