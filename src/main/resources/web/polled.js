import { useEffect, useState } from './lib.js';
import { useSession } from './ui.js';

const EVERY_MS = 5000;

/**
 * What the API answers to a GET, asked for again every few seconds while the tab is looked at; nothing for no path, and a list
 * for several.
 */
export function usePolled(path, everyMs = EVERY_MS) {
  const { api } = useSession();
  const [state, setState] = useState({ answer: null, error: null });
  useEffect(() => {
    if (!path) {
      return undefined;
    }
    const stop = new AbortController();
    let timer;
    const look = async () => {
      if (!document.hidden) {
        try {
          setState({ answer: await (Array.isArray(path) ? Promise.all(path.map(one => api.get(one, stop.signal))) : api.get(path, stop.signal)), error: null });
        } catch (error) {
          if (!stop.signal.aborted) {
            setState(now => ({ answer: now.answer, error: error.status === 0 && now.answer ? null : error }));
          }
        }
      }
      timer = stop.signal.aborted ? undefined : setTimeout(look, everyMs);
    };
    look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [api, String(path)]);
  return state;
}
