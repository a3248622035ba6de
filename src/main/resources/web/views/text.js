import { bytes } from '../format.js';
import { html, useEffect, useState } from '../lib.js';
import { Code, ErrorNote, Loading } from '../ui.js';
import { Waveform } from './sound.js';

const MAX_TEXT = 200_000;

/** JSON as text; a waveform is drawn, too. */
export function JsonText({ url }) {
  const [text, setText] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(url, { signal: stop.signal, credentials: 'omit' }).then(async answer => {
      if (!answer.ok) {
        throw new Error(`The file was answered with ${answer.status}.`);
      }
      setText(await answer.text());
    }).catch(failure => stop.signal.aborted || setError(failure));
    return () => stop.abort();
  }, [url]);
  if (text === null) {
    return error ? html`<${ErrorNote} error=${error} />` : html`<${Loading} />`;
  }
  const json = parsed(text);
  return html`${Array.isArray(json?.data) && json.duration !== undefined && html`<${Waveform} peaks=${json.data} duration=${json.duration} />`}
    <${Code} text=${text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n… ${bytes(text.length)} in all` : json ? pretty(json) : text} label="the result" />`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lists of numbers on one line. */
function pretty(json) {
  return JSON.stringify(json, null, 2).replace(/\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g, (_, list) => `[${list.replace(/\s+/g, ' ')}]`);
}
