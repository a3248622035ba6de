import { described, fileName } from '../format.js';
import { html } from '../lib.js';
import { Copy } from '../ui.js';
import { Sound } from './sound.js';
import { JsonText } from './text.js';
import { Video } from './video.js';

const MANY = 24;

/**
 * A file as people look at one: played, shown or read.
 *
 * @param file what is known of it; its files are those beside it
 * @param label what it is called beside others
 * @param plain without what can be done with it
 */
export function Result({ url, file, kind, plain = false, label = 'the result' }) {
  if (!url) {
    return html`<p class="muted">There is no file.</p>`;
  }
  const isWeb = /^https?:/.test(url);
  return html`
    ${isWeb ? html`<${Shown} url=${url} file=${file} kind=${kind} />`
      : html`<p>It is in your bucket, which this page cannot read.</p>`}
    ${!plain && html`<p class="breaks small">${url}</p>
      <div class="actions">
        <${Copy} text=${url} label=${`Copy URL of ${label}`}>Copy URL<//>
        ${isWeb && html`<a class="button quiet" href=${url} download=${fileName(url)} aria-label=${`Download ${label}`}>Download</a>
          <a class="button quiet" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${`Open ${label}`}>Open</a>`}
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
    return html`<${Sound} url=${url} file=${file} />`;
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
