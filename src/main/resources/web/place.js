// What the address after its '#' names, and the tab's key: the page and the reference have both.
import { useEffect, useState } from './lib.js';

/** Where the key is. Of the tab, not of the browser: another tab signs in on its own, and closing this one forgets it. */
export const STORED = 'dromedary.key';

/** What a function reads of the address, now and whenever it changes. */
export function usePlace(place) {
  const [now, setNow] = useState(place);
  useEffect(() => {
    const changed = () => setNow(place());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return now;
}
