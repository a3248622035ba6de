import { counted, words } from '../format.js';
import { html } from '../lib.js';
import { Empty, ErrorNote, Facts, Loading, Time } from '../ui.js';
import { usePolled } from '../polled.js';

/** The buckets that are processed as files come, and how that goes. */
export function Watches() {
  const { answer: watches, error } = usePolled('/watches');
  return html`<div class="head"><h1>Watches</h1></div>
    <${ErrorNote} error=${error} />
    ${!watches ? !error && html`<${Loading} />` : watches.length === 0
      ? html`<${Empty} title="Nothing is watched"><p>A watch makes a job of each new file in a bucket. Operators name them in
          <code>config/watches.properties</code>; <code>docs/watches.md</code> says how.</p><//>`
      : html`<ul class="cards">${watches.map(watch => html`<li class="card" key=${watch.id}>
        <div class="head"><h2 class="breaks">${watch.id}</h2><${State} watch=${watch} /></div>
        <p class="breaks small">s3://${watch.bucket}/${watch.prefix}${watch.suffixes?.length ? ` (${watch.suffixes.join(', ')})` : ''}</p>
        ${watch.trouble && html`<div class="note bad"><p>${watch.trouble}</p>${watch.trouble_since && html`<p class="small">Since <${Time} at=${watch.trouble_since} /></p>`}</div>`}
        <${Facts} facts=${[
          ['Makes', watch.preset ? `preset ${watch.preset}` : watch.kind ? words(watch.kind) : 'several outputs'], ['Connection', html`<a href="#/connections">${watch.connection ?? 'the default one'}</a>`],
          ['Then', `${watch.after_success} the object`], ['Last look', watch.last_look_at ? html`<${Time} at=${watch.last_look_at} />` : 'none yet'], ['Node', watch.node],
          ['Found', found(watch)],
        ]} /></li>`)}</ul>`}`;
}

function State({ watch }) {
  return !watch.enabled ? html`<span class="tag">disabled</span>`
    : watch.trouble ? html`<span class="tag bad">trouble</span>` : html`<span class="tag">${watch.source}</span>`;
}

/** "3 objects: 2 succeeded, 1 failed", without what there is none of. */
function found(watch) {
  const ends = ['succeeded', 'failed', 'cancelled'].filter(end => watch[end] > 0).map(end => `${watch[end].toLocaleString()} ${end}`).join(', ');
  return watch.found === 0 ? 'nothing yet' : `${counted(watch.found, 'object')}${ends && `: ${ends}`}`;
}
