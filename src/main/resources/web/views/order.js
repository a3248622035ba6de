import { capitalised, titled, words } from '../format.js';
import { html } from '../lib.js';
import { Facts, useSession } from '../ui.js';

/** Options that the result tells what became of. */
const OF_RESULT = {
  format: file => file.format, codec: file => file.codecs?.video ?? file.codecs?.audio, width: file => file.width, height: file => file.height,
  fps: file => file.fps,
};

/** What a job was asked for, and what was taken where that was left open. */
export function Order({ job }) {
  return html`<${Facts} facts=${[
    ['Kind', words(job.kind)], ['Preset', job.preset], ['Output', job.output_target],
    ['Headers of the output', job.output_headers && JSON.stringify(job.output_headers)], ['Priority', job.priority],
    ['Webhook', job.webhook && `${job.webhook.url} (${job.webhook.status}${job.webhook.last_error ? `: ${job.webhook.last_error}` : ''})`],
    ['Metadata', job.metadata && JSON.stringify(job.metadata)],
  ]} />
  ${job.outputs ? job.outputs.map((part, number) => html`<h3>${`${number + 1}. ${capitalised(words(part.kind))}`}</h3>
      <${Options} kind=${part.kind} options=${part.options} made=${work(job)[number]?.output} label=${`Options of the ${words(part.kind)}, output ${number + 1}`} />`)
    : html`<${Options} kind=${job.kind} options=${job.options} made=${work(job)[0]?.output} />`}`;
}

/** The steps that make something. */
function work(job) {
  return job.tasks.filter(({ kind }) => !['probe', 'import', 'export'].includes(kind));
}

function Options({ kind, options = {}, made, label = `Options of the ${words(kind)}` }) {
  const { contract } = useSession();
  const fields = contract.options(kind);
  const rest = fields.filter(({ name, initial }) => !(name in options) && !(name in OF_RESULT && made) && initial !== undefined && initial !== '');
  const found = made ? Object.keys(OF_RESULT).filter(name => OF_RESULT[name](made) && (name in options || fields.some(field => field.name === name))) : [];
  const names = [...new Set([...Object.keys(options), ...found])];
  return html`${names.length > 0 && html`<div class="scrolls" tabindex="0" role="region" aria-label=${label}><table class="options">
      <thead><tr><th>Option</th><th>Asked for</th><th>Taken</th></tr></thead>
      <tbody>${names.map(name => html`<tr key=${name}><th scope="row">${titled(name)}</th>
        <td class="breaks">${name in options ? shown(options[name]) : html`<span class="muted">–</span>`}</td>
        <td class="breaks">${found.includes(name) ? shown(OF_RESULT[name](made)) : name in options ? shown(options[name]) : ''}</td></tr>`)}</tbody></table></div>`}
    ${rest.length > 0 && html`<details class="small"><summary>Others, as usual</summary>
      <p>${rest.map(({ name, initial }) => `${words(name)}: ${shown(initial)}`).join(' · ')}</p></details>`}`;
}

function shown(value) {
  return value === true ? 'yes' : value === false ? 'no' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
