// What the page's list of jobs becomes of changes, as JSON: joblist.mjs MODULE, where that is the page's joblist.js.
import { pathToFileURL } from 'node:url';

const { merged } = await import(pathToFileURL(process.argv[2]));
const job = (id, status, at) => ({ id, status, kind: 'video', input: 's3://b/k', progress: 0, updated_at: at });
const rows = [job('job_3', 'queued', 3), job('job_2', 'queued', 2), job('job_1', 'queued', 1)];
const ids = list => list.map(({ id, status }) => `${id} ${status}`);
console.log(JSON.stringify({
  changed: ids(merged(rows, [job('job_2', 'succeeded', 5)], {})),
  deleted: ids(merged(rows, [{ id: 'job_2', object: 'job', deleted: true, isDeleted: true }], {})),
  endedAndDeleted: ids(merged(rows, [job('job_2', 'succeeded', 5), { id: 'job_2', isDeleted: true }], {})),
  newAndDeleted: ids(merged(rows, [job('job_4', 'queued', 6), { id: 'job_4', isDeleted: true }], {})),
  unknown: ids(merged(rows, [{ id: 'job_9', isDeleted: true }], {})),
}));
