// Sends a file by tus 1.0: in pieces, each of which goes on where the server says that the file ends.
import { ApiError, pause } from './api.js';

const PIECE_BYTES = 8_000_000;
const MAX_WAIT_MS = 10_000;
const TUS = { 'Tus-Resumable': '1.0.0' };

/**
 * Sends a file.
 *
 * @param onProgress called with the bytes that the server has
 * @param signal aborts it, and has the server forget what it has got
 * @return the id, which jobs name as their input
 */
export async function upload(api, file, onProgress, signal) {
  const made = await api.json('POST', '/uploads', { signal,
    json: { filename: file.name, size: file.size, ...file.type ? { content_type: file.type } : {} } });
  const path = `/uploads/${made.id}`;
  signal.addEventListener('abort', () => api.delete(path).catch(() => {}));
  let offset = made.offset ?? 0;
  for (let wait = 500; offset < file.size;) {
    try {
      const answer = await api.send('PATCH', path, { signal, body: file.slice(offset, offset + PIECE_BYTES),
        headers: { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' } });
      offset = Number(answer.headers.get('Upload-Offset'));
      wait = 500;
    } catch (error) {
      if (signal.aborted || !mayPass(error)) {
        throw error;
      }
      await pause(wait, signal);
      wait = Math.min(2 * wait, MAX_WAIT_MS);
      offset = await end(api, path, offset, signal);
    }
    onProgress(offset);
  }
  return made.id;
}

function mayPass(error) {
  return error instanceof ApiError && (error.status === 0 || error.status === 409 || error.status === 429 || error.status >= 500);
}

/** Where the server says that the file ends; as before, while it does not answer. */
async function end(api, path, before, signal) {
  try {
    return Number((await api.send('HEAD', path, { signal, headers: TUS })).headers.get('Upload-Offset'));
  } catch (error) {
    if (signal.aborted || !mayPass(error)) {
      throw error;
    }
    return before;
  }
}
