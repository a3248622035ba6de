import { bytes, capitalised, described, duration, speed, ways, words } from '../format.js';
import { html } from '../lib.js';
import { Bar, Status, Time, useNow } from '../ui.js';

/** The steps of a job: how long each took beside the others, how many bytes went in and out, and what came of it. */
export function Timeline({ job }) {
  const now = useNow();
  const took = task => task.started_at ? (task.finished_at ?? Math.max(now, task.updated_at)) - task.started_at : 0;
  const total = Math.max(1, ...job.tasks.map(took));
  return html`<section><h2>Steps</h2>
    <div class="scrolls" tabindex="0" role="region" aria-label="Steps of the job"><table class="timeline">
      <thead><tr><th>Step</th><th>Status</th><th>Took</th><th class="wide"><span class="hidden">Share of the time</span></th><th>Bytes</th><th class="what">What</th><th>Node</th></tr></thead>
      <tbody>${job.tasks.map(task => html`<tr key=${task.id}>
        <th scope="row">${capitalised(words(task.kind))}</th>
        <td><${Status} status=${task.status} /></td>
        <td class="number">${task.started_at ? duration(took(task)) : ''}</td>
        <td class="wide"><${Bar} value=${took(task)} most=${total} /></td>
        <td class="number small">${moved(task)}</td>
        <td class="small what breaks">${task.status === 'processing' ? [`${task.progress}%`, speed(task)].filter(Boolean).join(' · ')
          : task.error && task.error.message !== job.error?.message ? task.error.message : outcome(task)}</td>
        <td class="small muted">${task.node ?? ''}</td></tr>`)}</tbody>
    </table></div>
    <p class="small muted">Sent <${Time} at=${job.created_at} />${job.started_at && html`, waited ${duration(job.started_at - job.created_at)}`}
      ${job.finished_at && job.started_at && html`, took ${duration(job.finished_at - job.started_at)}`}
      ${job.attempts > 1 ? `, ${job.attempts} attempts` : ''}.</p>
  </section>`;
}

/** What a step has read, or written, as far as its output says. */
function moved({ kind, output }) {
  if (!output || kind === 'probe') {
    return '';
  }
  const read = output.bytes_read ?? (kind === 'import' ? output.filesize : undefined);
  const written = output.bytes_written ?? (kind === 'import' ? undefined : output.filesize);
  return [read === undefined ? '' : `${bytes(read)} read`, written === undefined || written === null ? '' : `${bytes(written)} written`].filter(Boolean).join(', ');
}

function outcome(task) {
  if (!task.output) {
    return '';
  }
  if (task.kind === 'probe') {
    return described(task.output);
  }
  return [task.kind === 'export' ? '' : ways(task.output.how), ['import', 'export'].includes(task.kind) ? '' : described({ ...task.output, filesize: undefined }), speed(task)]
    .filter(Boolean).join(' · ');
}
