import { bytes, clock, described, fileName } from '../format.js';
import { html, useEffect, useRef, useState } from '../lib.js';
import { Code, Copy, ErrorNote, Loading } from '../ui.js';

const MAX_TEXT = 200_000;
const MANY = 24;

/**
 * A file as people look at one: played, shown or read.
 *
 * @param file what is known of it; its files are those beside it
 * @param plain without what can be done with it
 */
export function Result({ url, file, kind, plain = false }) {
  if (!url) {
    return html`<p class="muted">There is no file.</p>`;
  }
  const isWeb = /^https?:/.test(url);
  return html`
    ${isWeb ? html`<${Shown} url=${url} file=${file} kind=${kind} />`
      : html`<p>It is in your bucket, which this page cannot read.</p>`}
    ${!plain && html`<p class="breaks small">${url}</p>
      <div class="actions">
        <${Copy} text=${url} label="Copy URL of the result">Copy URL<//>
        ${isWeb && html`<a class="button quiet" href=${url} download=${fileName(url)}>Download</a>
          <a class="button quiet" href=${url} target="_blank" rel="noopener noreferrer">Open</a>`}
      </div>
      <p class="muted small">${described(file)}</p><${Beside} file=${file} url=${url} />`}`;
}

function Shown({ url, file, kind }) {
  const name = fileName(url).toLowerCase();
  if (/\.m3u8$/.test(name)) {
    return html`<${Video} url=${url} thumbnails=${file.files?.thumbnails_vtt} playlist=${true} />`;
  }
  if (/\.json$/.test(name)) {
    return html`<${JsonText} url=${url} />`;
  }
  if (/\.(jpe?g|png|webp|avif|gif)$/.test(name)) {
    return html`<${Pictures} url=${url} file=${file} />`;
  }
  if (/\.(mp3|m4a|aac|ogg|oga|opus|wav|flac)$/.test(name) || kind === 'audio') {
    return html`<${Sound} url=${url} />`;
  }
  return html`<${Video} url=${url} thumbnails=${file.files?.thumbnails_vtt} />`;
}

/** The files beside a result, such as its thumbnails. */
function Beside({ file, url }) {
  const others = Object.entries(file.files ?? {}).filter(([, address]) => address !== url);
  return others.length > 0 ? html`<details class="small"><summary>${others.length === 1 ? 'One file' : `${others.length} files`} beside it</summary>
    <ul>${others.map(([name, address]) => html`<li>${/^https?:/.test(address)
      ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${name}</a>` : html`${name}: ${address}`}</li>`)}</ul></details>` : null;
}

function Pictures({ url, file }) {
  const all = [...new Set([url, ...Object.values(file.files ?? {})])].filter(address => /^https?:.*\.(jpe?g|png|webp|avif|gif)([?#]|$)/i.test(address));
  const pictures = all.slice(0, MANY);
  return html`<div class=${pictures.length > 1 ? 'pictures' : 'picture'}>${pictures.map(address =>
    html`<img src=${address} alt=${`Result: ${fileName(address)}`} loading="lazy" width=${file.width} height=${file.height} />`)}</div>
    ${all.length > MANY && html`<p class="muted small">The first ${MANY} of ${all.length}.</p>`}`;
}

/** Plays a file, or a playlist by hls.js, with pictures of where the scrubber is, if there are any. */
function Video({ url, thumbnails, playlist = false }) {
  const video = useRef();
  const [error, setError] = useState(null);
  const [levels, setLevels] = useState('');

  useEffect(() => {
    setError(null);
    if (!playlist) {
      video.current.src = url;
      return undefined;
    }
    let player;
    let gone = false;
    // Half a megabyte, which only playlists need.
    import('../vendor/hls.js').then(({ default: Hls }) => {
      if (gone) {
        return;
      }
      if (!Hls.isSupported()) {
        video.current.src = url;
        return;
      }
      // Its worker would be a script of blob:, which the policy of this page forbids.
      player = new Hls({ enableWorker: false });
      player.on(Hls.Events.MANIFEST_PARSED, () => setLevels(player.levels.map(level => level.height
        ? `${level.height}p` : 'sound').join(', ')));
      player.on(Hls.Events.ERROR, (_, { fatal, details }) => fatal
        && setError({ message: `The playlist cannot be played here (${details}). Open it in another player to see whether it is the file.` }));
      player.loadSource(url);
      player.attachMedia(video.current);
    }, setError);
    return () => {
      gone = true;
      player?.destroy();
    };
  }, [url, playlist]);

  const failed = () => !playlist && setError({ message: 'This browser cannot play the file; download it to see it.' });
  return html`<div class="player"><video ref=${video} controls playsinline preload="metadata" onError=${failed} aria-label="Result"></video>
    ${thumbnails && html`<${Scrubber} video=${video} url=${thumbnails} />`}</div>
    ${levels && html`<p class="muted small">Levels: ${levels}</p>`}
    <${ErrorNote} error=${error} />`;
}

/** A slider over the length of a video, with the picture of the moment from its sheet of thumbnails. */
function Scrubber({ video, url }) {
  const [cues, setCues] = useState([]);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    fetch(url, { signal: stop.signal, credentials: 'omit' }).then(answer => answer.ok ? answer.text() : '').then(text => setCues(thumbnails(text, url)))
      .catch(() => setCues([]));
    return () => stop.abort();
  }, [url]);
  if (cues.length === 0) {
    return null;
  }
  const cue = cues.find(({ from, to }) => at >= from && at < to) ?? cues[cues.length - 1];
  const seek = event => {
    setAt(Number(event.target.value));
    video.current.currentTime = Number(event.target.value);
  };
  return html`<div class="scrubber">
    <div class="thumbnail" role="img" aria-label=${`Picture at ${clock(at)}`} style=${{
      width: `${cue.width}px`, height: `${cue.height}px`, backgroundImage: `url("${cue.sheet}")`, backgroundPosition: `-${cue.x}px -${cue.y}px` }}></div>
    <label><span class="small muted">Look through: ${clock(at)}</span>
      <input type="range" min="0" max=${cues[cues.length - 1].to} step="0.1" value=${at} onInput=${seek} /></label></div>`;
}

/** The cues of a table of thumbnails: when, and which part of which sheet. */
export function thumbnails(text, base) {
  const seconds = stamp => stamp.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
  return [...text.matchAll(/^([\d:.]+) --> ([\d:.]+).*\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/gm)].map(([, from, to, sheet, x, y, width, height]) =>
    ({ from: seconds(from), to: seconds(to), sheet: encodeURI(decodeURI(new URL(sheet, base).href)).replaceAll('"', '%22'), x, y, width, height }));
}

function Sound({ url }) {
  const [failed, setFailed] = useState(false);
  return html`<audio controls preload="metadata" src=${url} onError=${() => setFailed(true)} aria-label="Result"></audio>
    ${failed && html`<${ErrorNote} error="This browser cannot play the file; download it to hear it." />`}`;
}

/** JSON as text; a waveform is drawn, too. */
function JsonText({ url }) {
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
  return html`${Array.isArray(json?.data) && json.duration !== undefined && html`<${Waveform} wave=${json} />`}
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

/** The peaks of a sound. */
function Waveform({ wave }) {
  const peaks = wave.data.map(Number).filter(Number.isFinite);
  const most = Math.max(1e-9, ...peaks.map(Math.abs));
  const path = peaks.map((peak, i) => `M${i + 0.5} ${50 - 48 * Math.abs(peak) / most}V${50 + 48 * Math.abs(peak) / most}`).join('');
  return html`<svg class="waveform" viewBox=${`0 0 ${Math.max(1, peaks.length)} 100`} preserveAspectRatio="none" role="img"
    aria-label=${`Waveform of ${clock(wave.duration)}`}><path d=${path} /></svg>
    <p class="muted small">${peaks.length} peaks over ${clock(wave.duration)}</p>`;
}
