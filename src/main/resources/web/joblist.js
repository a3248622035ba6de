// The jobs of a list, as they change: what the API answered, and what has happened since.

/** What the server looks for. Free text is looked for in the rows that are loaded, and as the key of an object. */
export function parameters({ status, kind, input }) {
  return { status, kind, input: isAddress(input) ? input : undefined };
}

/** Is this the whole address of an input, which the server finds? */
export function isAddress(text) {
  return /^(s3|https?):\/\/./.test(text ?? '') || /^upload_\w{26}$/.test(text ?? '');
}

/** Does a job belong into a list with these filters? */
export function belongs(job, { status, kind, input }) {
  return (!status || job.status === status) && (!kind || job.kind === kind)
    && (!input || [job.input, job.output, job.id].some(text => text?.toLowerCase().includes(input.toLowerCase())));
}

/**
 * The list with these jobs as they are now: changed where they are, taken out where they no longer belong, put in where
 * they are new. Rows that have not changed stay the same objects, so that they are not drawn again.
 *
 * @param from the newest job that belongs into the list, by id; undefined where newer ones do
 * @param until the oldest that is loaded; undefined where all are
 */
export function merged(rows, jobs, filters, { from, until } = {}) {
  const changed = new Map(jobs.map(job => [job.id, job]));
  const known = new Set(rows.map(job => job.id));
  const kept = rows.filter(job => !changed.get(job.id)?.isDeleted)
    .map(job => isNewer(changed.get(job.id), job) ? changed.get(job.id) : job)
    .filter(job => !changed.has(job.id) || belongs(job, filters));
  const fresh = [...changed.values()].filter(job => !job.isDeleted && !known.has(job.id) && belongs(job, filters)
    && (until === undefined || job.id > until) && (from === undefined || job.id <= from));
  return fresh.length === 0 ? kept : [...fresh, ...kept].sort((a, b) => a.id < b.id ? 1 : -1);
}

function isNewer(now, before) {
  return now !== undefined && now.updated_at >= before.updated_at
    && (now.updated_at > before.updated_at || now.progress !== before.progress || now.status !== before.status);
}

/** The first tenth of the progress is for the probe and the import, which say nothing of the rest. */
const MEASURED = 12;

/** How long a job will still take, in milliseconds, by what it has done; undefined while that is a guess. */
export function timeLeft(job, now = Date.now()) {
  const elapsed = now - job.started_at;
  return job.status === 'processing' && job.started_at && job.progress >= MEASURED && elapsed > 3000
    ? elapsed * (100 - job.progress) / job.progress : undefined;
}

export function isFinal(job) {
  return ['succeeded', 'failed', 'cancelled'].includes(job.status);
}
