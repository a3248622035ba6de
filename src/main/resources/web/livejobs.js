// A list of jobs that changes as they do: loaded page by page, and kept by the events of the project.
import { isAddress, merged, parameters } from './joblist.js';
import { useCallback, useEffect, useRef, useState } from './lib.js';
import { announce } from './ui.js';

const PAGE = 50;
/** Of text, the server knows nothing: much is looked through for a few rows. */
const SEARCHED_PAGE = 100;
const POLL_MS = 2000;
const FLUSH_MS = 250;
/** Lists have no tasks: those of jobs at work are asked for, of at most so many. */
const DETAILED = 6;

/**
 * Loads a list, and keeps it as the server has it: by events where there are events of all jobs, otherwise by asking.
 * Beside its rows it says how many jobs were looked through for them, and the id of the last of those, after which
 * there may be more.
 */
export function useJobs(api, contract, { status, kind, input }, after) {
  const [state, setState] = useState({ rows: null, hasMore: false, error: null });
  const [tasks, setTasks] = useState({});
  const [turn, setTurn] = useState(0);
  const current = useRef();
  current.current = state;
  const filters = { status, kind, input };
  const isSearch = Boolean(input) && !isAddress(input);
  const asked = { ...parameters(filters), limit: isSearch ? SEARCHED_PAGE : PAGE };

  const put = useCallback(jobs => setState(now => now.rows === null ? now : { ...now, rows: merged(now.rows, jobs, filters, {
    from: after, until: now.hasMore ? now.last : undefined }) }), [status, kind, input, after]);

  useEffect(() => {
    const stop = new AbortController();
    setState({ rows: null, hasMore: false, error: null });
    // Typing is over when nothing has been typed for a moment.
    const timer = setTimeout(async () => {
      try {
        const [page, ofKey] = await Promise.all([api.list('/jobs', { ...asked, after }, stop.signal),
          isSearch && contract.takes('get', '/jobs', 'key') ? api.list('/jobs', { ...asked, key: input, after }, stop.signal) : { rows: [] }]);
        setState({ hasMore: page.hasMore, last: page.rows.at(-1)?.id, looked: page.rows.length, error: null,
          rows: merged([], [...page.rows, ...ofKey.rows], filters) });
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
    const { rows, last } = current.current;
    if (rows === null) {
      return;
    }
    const page = await api.list('/jobs', { ...asked, after: last });
    setState(now => now.rows === null ? now : { ...now, hasMore: page.hasMore, last: page.rows.at(-1)?.id ?? last,
      looked: now.looked + page.rows.length, rows: merged(now.rows, page.rows, filters, { from: after }) });
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
