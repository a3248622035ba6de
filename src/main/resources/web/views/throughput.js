import { exact } from '../format.js';
import { html } from '../lib.js';
import { usePolled } from '../polled.js';
import { ErrorNote, Loading } from '../ui.js';

/** A span of time in hours, by how many columns it is drawn, and what its beginning is called. */
const SPANS = { 24: { columns: 12, began: 'a day ago' }, 168: { columns: 7, began: 'a week ago' } };
/** Each column is a count of the server: they are not asked for as often as one. */
const EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How many jobs ended over the time, and how; nothing for an hour, the shortest time that the server counts. */
export function Throughput({ hours }) {
  const span = SPANS[hours];
  const width = span && hours / span.columns;
  const { answer, error } = usePolled(span ? Array.from({ length: span.columns }, (_, n) => `/stats?hours=${(n + 1) * width}`) : undefined, EVERY_MS);
  if (!span) {
    return null;
  }
  // While another span is asked for, there is still the answer of the one before.
  const columns = answer?.length === span.columns ? differences(answer).reverse() : null;
  const most = Math.max(1, ...(columns ?? []).map(({ succeeded, failed }) => succeeded + failed));
  return html`<h3>Ended by time</h3><${ErrorNote} error=${error} />
    ${!columns ? !error && html`<${Loading} />` : html`
      <ol class="columns" aria-label="Jobs that ended, from the oldest to the newest">${columns.map((column, n) => html`<${Column} key=${n} column=${column} width=${width} most=${most} />`)}</ol>
      <p class="axis small muted"><span>${span.began}</span>
        <span><span class="key succeeded" aria-hidden="true"></span> succeeded <span class="key failed" aria-hidden="true"></span> failed;
          at most ${most.toLocaleString()} in ${width} hours</span><span>now</span></p>`}`;
}

function Column({ column: { end, succeeded, failed }, width, most }) {
  const said = `${exact(end - width * HOUR_MS)} to ${exact(end)}: ${succeeded.toLocaleString()} succeeded, ${failed.toLocaleString()} failed`;
  const part = (name, count) => count > 0 && html`<span class=${name} aria-hidden="true" style=${{ height: `${100 * count / most}%` }}></span>`;
  return html`<li title=${said}><span class="hidden">${said}</span>${part('failed', failed)}${part('succeeded', succeeded)}</li>`;
}

/**
 * What ended in each part of a time, the newest first. The server counts from a moment until now: a part is what a count has
 * beyond the one before, and they are not of exactly the same now.
 */
function differences(counts) {
  return counts.map(({ ended }, n) => {
    const before = counts[n - 1];
    const more = name => Math.max(0, ended[name] - (before?.ended[name] ?? 0));
    return { end: before?.since ?? counts[0].at, succeeded: more('succeeded'), failed: more('failed') };
  });
}
