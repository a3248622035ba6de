// What can be done with a job, in the list and in its own view. Nothing is shown that the key may not do.
import { fileName } from './format.js';
import { isFinal } from './joblist.js';
import { html, useState } from './lib.js';
import { Action, Confirmed, Dialog, announce, useSession } from './ui.js';

const DEFAULT_PRIORITY = 4;
const HIGHEST = 9;

/** The one thing that most look for: to stop a job that goes on, or to do one again that went wrong. */
export function StopOrRetry({ job, onChange }) {
  const { api, can } = useSession();
  if (!can('write') || job.status === 'succeeded') {
    return null;
  }
  const name = fileName(job.input);
  const post = (verb, done) => async () => {
    onChange(await api.post(`/jobs/${job.id}/${verb}`));
    announce(done);
  };
  return isFinal(job) ? html`<${Action} class="quiet" label=${`Retry ${name}`} run=${post('retry', 'The job is queued again.')}>Retry<//>`
    : html`<${Action} class="quiet" label=${`Cancel ${name}`} run=${post('cancel', 'The job is cancelled.')}>Cancel<//>`;
}

/** How soon a job that waits is begun, beside others of its project. */
export function Priority({ job, onChange }) {
  const { api, own, can, contract } = useSession();
  if (job.status !== 'queued' || !can('write') || !contract.offers('patch', '/jobs/{job}')) {
    return null;
  }
  const most = own.max_priority ?? HIGHEST;
  const change = async event => {
    const priority = Number(event.target.value);
    try {
      onChange(await api.json('PATCH', `/jobs/${job.id}`, { json: { priority } }));
      announce(`The job has priority ${priority}.`);
    } catch (error) {
      event.target.value = String(job.priority);
      announce(error.message, true);
    }
  };
  return html`<label class="priority">Priority <select value=${job.priority} onChange=${change}>
    ${Array.from({ length: HIGHEST + 1 }, (_, value) => value).filter(value => value <= most || value === job.priority)
      .map(value => html`<option value=${value}>${value === DEFAULT_PRIORITY ? `${value}, as usual` : value}</option>`)}</select></label>`;
}

export function ResendWebhook({ job, onChange }) {
  const { api, can } = useSession();
  const send = async () => {
    onChange(await api.post(`/jobs/${job.id}/webhook`));
    announce('The webhook is being sent again.');
  };
  return job.webhook && isFinal(job) && can('write')
    ? html`<${Confirmed} run=${send} question="Send the webhook of this job again?" yes="Send it">Resend webhook<//>` : null;
}

export function Delete({ job, onDeleted }) {
  const { api, can, contract } = useSession();
  const remove = async () => {
    await api.delete(`/jobs/${job.id}`);
    announce('The job is deleted.');
    onDeleted();
  };
  return isFinal(job) && can('write') && contract.offers('delete', '/jobs/{job}')
    ? html`<${Confirmed} run=${remove} question="Delete this job, and what it has published on the CDN?" yes="Delete it">Delete<//>` : null;
}

/** To the form, filled in as this job was. */
export function Again({ job }) {
  const { can } = useSession();
  return can('write') && !job.inputs && !job.outputs
    ? html`<a class="button quiet" href=${`#/try?${new URLSearchParams({ like: job.id })}`}>Use as a template</a>` : null;
}

/** A row has room for one button: the others are behind it. */
export function MoreActions({ job, onChange, onDeleted }) {
  const { can } = useSession();
  const [shown, setShown] = useState(false);
  if (!can('write') || job.status === 'processing') {
    return null;
  }
  const name = fileName(job.input);
  const done = change => (...words) => {
    setShown(false);
    change(...words);
  };
  return html`<button type="button" class="quiet" aria-label=${`More for ${name}`} aria-haspopup="dialog" onClick=${() => setShown(true)}>More</button>
    ${shown && html`<${Dialog} title=${name} onClose=${() => setShown(false)}>
      <div class="actions"><${Priority} job=${job} onChange=${onChange} /><${Again} job=${job} />
        <${ResendWebhook} job=${job} onChange=${done(onChange)} /><${Delete} job=${job} onDeleted=${done(onDeleted)} /></div>
      <div class="actions"><button type="button" onClick=${() => setShown(false)}>Close</button></div><//>`}`;
}
