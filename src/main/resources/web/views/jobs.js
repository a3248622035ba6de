import { capitalised, duration, fileName, speed, words } from '../format.js';
import { merged, parameters, timeLeft } from '../joblist.js';
import { Component, html, useCallback, useEffect, useRef, useState } from '../lib.js';
import { Action, Empty, ErrorNote, Loading, Progress, Status, Time, announce, useSession } from '../ui.js';

const PAGE = 50;
const POLL_MS = 2000;
const FLUSH_MS = 250;
/** Lists have no tasks: those of jobs at work are asked for, of at most so many. */
const DETAILED = 6;

/** The jobs, as they change, with filters that are in the address. */
export function Jobs({ query }) {
  const { api, contract } = useSession();
  const filters = { status: query.get('status') ?? '', kind: query.get('kind') ?? '', input: query.get('input') ?? '' };
  const { rows, tasks, hasMore, error, more, reload, put } = useJobs(api, contract, filters, query.get('after') ?? undefined);
  const filtered = Boolean(filters.status || filters.kind || filters.input);

  return html`<div class="head"><h1>Jobs</h1></div>
    <${Filters} filters=${filters} contract=${contract} />
    <${ErrorNote} error=${error}><button type="button" onClick=${reload}>Try again</button><//>
    ${query.get('after') && html`<p><a href=${address(filters)}>Newest jobs</a></p>`}
    ${!rows ? !error && html`<${Loading} />`
      : rows.length === 0 ? html`<${None} filtered=${filtered} />`
      : html`<ul class="jobs" aria-label="Jobs, newest first">
          ${rows.map(job => html`<${Row} key=${job.id} job=${job} tasks=${tasks[job.id]} put=${put} />`)}</ul>
        <${More} hasMore=${hasMore} more=${more} count=${rows.length} after=${address(filters, rows[rows.length - 1].id)} />`}`;
}

function address(filters, after) {
  const query = new URLSearchParams(Object.entries({ ...filters, after: after ?? '' }).filter(([, value]) => value));
  return `#/jobs${query.size ? `?${query}` : ''}`;
}

/** Loads a list, and keeps it as the server has it: by events where there are events of all jobs, otherwise by asking. */
function useJobs(api, contract, { status, kind, input }, after) {
  const [state, setState] = useState({ rows: null, hasMore: false, error: null });
  const [tasks, setTasks] = useState({});
  const [turn, setTurn] = useState(0);
  const current = useRef();
  current.current = state;
  const filters = { status, kind, input };
  const asked = { ...parameters(filters, contract.takes('get', '/jobs', 'key')), limit: PAGE };

  const put = useCallback(jobs => setState(now => now.rows === null ? now : { ...now, rows: merged(now.rows, jobs, filters, {
    from: after, until: now.hasMore ? now.rows[now.rows.length - 1]?.id : undefined }) }), [status, kind, input, after]);

  useEffect(() => {
    const stop = new AbortController();
    setState({ rows: null, hasMore: false, error: null });
    // Typing is over when nothing has been typed for a moment.
    const timer = setTimeout(async () => {
      try {
        const page = await api.list('/jobs', { ...asked, after }, stop.signal);
        setState({ ...page, rows: merged([], page.rows, filters), error: null });
      } catch (error) {
        if (!stop.signal.aborted) {
          setState({ rows: null, hasMore: false, error });
        }
      }
    }, input ? 200 : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, status, kind, input, after, turn]);

  const isLoaded = state.rows !== null;
  useEffect(() => {
    const watch = contract.offers('get', '/events') ? byEvents : byAsking;
    return isLoaded ? watch(api, asked, put, () => setTurn(count => count + 1)) : undefined;
  }, [api, put, isLoaded]);
  // What has happened while the server was away is not in its events.
  useEffect(() => api.onChange(online => online && setTurn(count => count + 1)), [api]);
  useEffect(() => detailed(api, () => current.current.rows ?? [], setTasks), [api]);

  const more = useCallback(async () => {
    const { rows } = current.current;
    if (rows === null) {
      return;
    }
    const page = await api.list('/jobs', { ...asked, after: rows[rows.length - 1].id });
    setState(now => now.rows === null ? now
      : { ...now, hasMore: page.hasMore, rows: merged(now.rows, page.rows, filters, { from: after }) });
  }, [api, status, kind, input, after]);

  return { ...state, tasks, more, put, reload: () => setTurn(count => count + 1) };
}

function byEvents(api, asked, put, reload) {
  let waiting = [];
  // Many changes at once are drawn at once.
  const flush = setInterval(() => {
    if (waiting.length > 0) {
      put(waiting);
      waiting = [];
    }
  }, FLUSH_MS);
  const stop = api.events('/events', event => {
    if (event.name === 'job') {
      waiting.push(JSON.parse(event.data));
    } else if (event.name === 'deleted') {
      waiting.push({ ...JSON.parse(event.data), isDeleted: true });
    } else if (event.name === 'missed') {
      reload();
    }
  }, error => announce(error.message, true));
  return () => {
    stop();
    clearInterval(flush);
  };
}

function byAsking(api, asked, put) {
  const stop = new AbortController();
  let timer;
  const look = async () => {
    if (!document.hidden) {
      // A look that fails is told by the banner of the page, and repeated.
      await api.list('/jobs', { ...asked, status: undefined }, stop.signal).then(({ rows }) => put(rows), () => {});
    }
    timer = stop.signal.aborted ? undefined : setTimeout(look, POLL_MS);
  };
  timer = setTimeout(look, POLL_MS);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

/** Asks for the tasks of the jobs that are at work, for their stages and speeds. */
function detailed(api, rows, setTasks) {
  const stop = new AbortController();
  const look = async () => {
    const atWork = rows().filter(job => job.status === 'processing').slice(0, DETAILED);
    if (atWork.length > 0 && !document.hidden && api.online) {
      const known = await Promise.all(atWork.map(({ id }) => api.get(`/jobs/${id}`, stop.signal).catch(() => ({ id, tasks: [] }))));
      if (!stop.signal.aborted) {
        setTasks(Object.fromEntries(known.map(job => [job.id, job.tasks])));
      }
    }
    timer = stop.signal.aborted ? undefined : setTimeout(look, 1500);
  };
  let timer = setTimeout(look, 400);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

function Filters({ filters, contract }) {
  const set = (name, value) => location.replace(address({ ...filters, [name]: value }));
  const choice = (name, values) => html`<div class="filter"><label for=${`filter-${name}`}>${capitalised(name)}</label>
    <select id=${`filter-${name}`} value=${filters[name]} onChange=${event => set(name, event.target.value)}>
      <option value="">all</option>${values.map(value => html`<option value=${value}>${words(value)}</option>`)}
    </select></div>`;
  return html`<form class="filters" role="search" aria-label="Filter jobs" onSubmit=${event => event.preventDefault()}>
    ${choice('status', contract.statuses)}${choice('kind', contract.kinds)}
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
      <div class="job-what"><a href=${`#/jobs/${job.id}`} title=${job.input}>${fileName(job.input)}</a>
        <span class="muted small">${words(job.kind)}${job.preset ? ` · ${job.preset}` : ''}${job.priority !== 4 ? ` · priority ${job.priority}` : ''}</span></div>
      <div class="job-status"><${Status} status=${job.status} /></div>
      <div class="job-how"><${How} job=${job} tasks=${tasks} /></div>
      <div class="job-when small muted"><${Time} at=${job.created_at} /></div>
      <div class="job-do"><${Actions} job=${job} onChange=${now => put([now])} /></div>
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

/** What can be done with a job as it is. */
export function Actions({ job, onChange }) {
  const { api, can } = useSession();
  if (!can('write')) {
    return null;
  }
  const name = fileName(job.input);
  const post = (verb, done) => async () => {
    onChange(await api.post(`/jobs/${job.id}/${verb}`));
    announce(done);
  };
  if (job.status === 'queued' || job.status === 'processing') {
    return html`<${Action} class="quiet" label=${`Cancel ${name}`} run=${post('cancel', 'The job is cancelled.')}>Cancel<//>`;
  }
  return job.status === 'succeeded' ? null
    : html`<${Action} class="quiet" label=${`Retry ${name}`} run=${post('retry', 'The job is queued again.')}>Retry<//>`;
}

/** Loads more when its end comes into view; the button does it for who uses no pointer, the link for who shares it. */
function More({ hasMore, more, count, after }) {
  const button = useRef();
  useEffect(() => {
    if (!hasMore) {
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
  }, [hasMore, more, count]);
  return html`<div class="more" ref=${button}>${hasMore
    ? html`<${Action} run=${more}>Older jobs<//> <a class="small" href=${after}>Older jobs as a page of their own</a>`
    : html`<span class="small muted">${count === 1 ? 'One job' : `${count} jobs`}</span>`}</div>`;
}
