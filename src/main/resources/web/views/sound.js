import { clock } from '../format.js';
import { html, useEffect, useState } from '../lib.js';
import { ErrorNote } from '../ui.js';

const PEAKS = 400;
/** Enough for peaks, and little to hold: a sound is decoded as a whole. */
const RATE = 8000;
const MAX_SECONDS = 1800;
const MAX_BYTES = 60_000_000;

/** Plays a sound, and draws it, unless that would take much memory. */
export function Sound({ url, file }) {
  const [failed, setFailed] = useState(false);
  const [wave, setWave] = useState(null);
  const isSmall = file.duration <= MAX_SECONDS && file.filesize <= MAX_BYTES;
  useEffect(() => {
    const stop = new AbortController();
    setWave(null);
    if (isSmall) {
      // A sound that cannot be drawn can be played all the same.
      decoded(url, stop.signal).then(sound => stop.signal.aborted || setWave(sound), () => {});
    }
    return () => stop.abort();
  }, [url, isSmall]);
  return html`${wave && html`<${Waveform} ...${wave} />`}
    <audio controls preload="metadata" src=${url} onError=${() => setFailed(true)} aria-label="Result"></audio>
    ${failed && html`<${ErrorNote} error="This browser cannot play the file; download it to hear it." />`}`;
}

async function decoded(url, signal) {
  const answer = await fetch(url, { signal, credentials: 'omit' });
  if (!answer.ok) {
    throw new Error(`The file was answered with ${answer.status}.`);
  }
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await answer.arrayBuffer());
  return { peaks: peaks(sound.getChannelData(0), Math.min(PEAKS, sound.length)), duration: sound.duration };
}

/** The loudest sample of each of so many parts. */
function peaks(samples, count) {
  return Array.from({ length: count }, (_, part) => {
    let most = 0;
    for (let i = Math.floor(part * samples.length / count), end = Math.floor((part + 1) * samples.length / count); i < end; i++) {
      most = Math.max(most, Math.abs(samples[i]));
    }
    return most;
  });
}

/** The peaks of a sound. */
export function Waveform({ peaks: given, duration }) {
  const shown = given.map(Number).filter(Number.isFinite);
  const most = Math.max(1e-9, ...shown.map(Math.abs));
  const path = shown.map((peak, i) => `M${i + 0.5} ${50 - 48 * Math.abs(peak) / most}V${50 + 48 * Math.abs(peak) / most}`).join('');
  return html`<svg class="waveform" viewBox=${`0 0 ${Math.max(1, shown.length)} 100`} preserveAspectRatio="none" role="img"
    aria-label=${`Waveform of ${clock(duration)}`}><path d=${path} /></svg>
    <p class="muted small">${shown.length} peaks over ${clock(duration)}</p>`;
}
