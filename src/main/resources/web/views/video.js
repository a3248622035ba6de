import { clock } from '../format.js';
import { html, useEffect, useRef, useState } from '../lib.js';
import { ErrorNote } from '../ui.js';

/** Plays a file, or a playlist by hls.js, with pictures of where the scrubber is, if there are any. */
export function Video({ url, thumbnails, playlist = false }) {
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
