// The client of the API, and the only thing on the page that talks to a server. The key is in the header of each request,
// never in a URL.

const MIN_WAIT_MS = 500;
const MAX_WAIT_MS = 8000;

/** Why a request was refused: what the API says, or that there was no answer (status 0). */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.message ?? `The server answered ${status}.`);
    this.status = status;
    this.kind = problem.kind ?? 'unreachable';
    this.field = problem.field;
  }
}

const unreachable = () => new ApiError(0,
  { kind: 'unreachable', message: 'The server does not answer. Check that it runs, and that your connection to it works.' });

export class Api {
  /** @param onRefused called with the error once the server no longer accepts the key */
  constructor(key, onRefused = () => {}) {
    this.key = key;
    this.onRefused = onRefused;
    this.online = true;
    this.listeners = new Set();
  }

  /** Calls the listener whenever the server goes away or comes back; returns how to stop that. */
  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  #set(online) {
    if (online !== this.online) {
      this.online = online;
      this.listeners.forEach(listener => listener(online));
    }
  }

  /** Sends a request; the answer as it is. Throws ApiError for any that is not 2xx. */
  async send(method, path, { json, body, headers = {}, signal } = {}) {
    let response;
    try {
      response = await fetch(path, {
        method, signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
        headers: { Authorization: `Bearer ${this.key}`, ...json === undefined ? {} : { 'Content-Type': 'application/json' }, ...headers },
        body: json === undefined ? body : JSON.stringify(json),
      });
    } catch (error) {
      if (signal?.aborted) {
        throw error;
      }
      this.#set(false);
      throw unreachable();
    }
    this.#set(true);
    if (!response.ok) {
      const error = new ApiError(response.status, await response.json().catch(() => ({})));
      if (error.status === 401) {
        this.onRefused(error);
      }
      throw error;
    }
    return response;
  }

  async json(method, path, options) {
    return (await this.send(method, path, options)).json();
  }

  get(path, signal) {
    return this.json('GET', path, { signal });
  }

  post(path, json) {
    return this.json('POST', path, { json });
  }

  delete(path) {
    return this.json('DELETE', path);
  }

  /** A part of a list, and whether there is more after it. */
  async list(path, parameters = {}, signal) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''));
    const response = await this.send('GET', `${path}?${query}`, { signal });
    return { rows: await response.json(), hasMore: response.headers.get('Has-More') === 'true' };
  }

  /**
   * Reads Server-Sent Events, and connects again where they break off, from the last one on. Ends at 204, at a refusal, or
   * when the function that it returns is called.
   */
  events(path, onEvent, onRefusal = () => {}) {
    const stop = new AbortController();
    this.#follow(path, onEvent, onRefusal, stop.signal);
    return () => stop.abort();
  }

  async #follow(path, onEvent, onRefusal, signal) {
    let last;
    for (let wait = MIN_WAIT_MS; !signal.aborted; wait = Math.min(2 * wait, MAX_WAIT_MS)) {
      try {
        const response = await this.send('GET', path, { signal, headers: last ? { 'Last-Event-ID': last } : {} });
        if (response.status === 204) {
          return;
        }
        for await (const event of events(response.body)) {
          wait = MIN_WAIT_MS;
          last = event.id ?? last;
          if (onEvent(event) === false) {
            return;
          }
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) {
          onRefusal(error);
          return;
        }
      }
      await pause(wait, signal);
    }
  }
}

/** Events of a stream (the WHATWG HTML standard, 9.2), as far as this server uses them. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let text = ''; ;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop();
      for (const block of blocks) {
        const event = { name: 'message', data: '' };
        for (const line of block.split('\n')) {
          const [, field, content] = line.match(/^([a-z]+): ?(.*)$/) ?? [];
          if (field === 'event') {
            event.name = content;
          } else if (field === 'id') {
            event.id = content;
          } else if (field === 'data') {
            event.data += content;
          }
        }
        if (event.data || event.name !== 'message') {
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Waits; shorter once the tab is looked at again or the machine is back on its network. */
export function pause(milliseconds, signal) {
  return new Promise(done => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      signal?.removeEventListener('abort', over);
      done();
    };
    const timer = setTimeout(over, milliseconds);
    addEventListener('online', over);
    signal?.addEventListener('abort', over);
  });
}
