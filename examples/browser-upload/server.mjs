// A site that takes videos and plays them. It alone has the key; browsers send to it, and it sends on, without keeping a file.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const api = process.env.ITTYBIT_API_URL;
const authorization = { Authorization: `Bearer ${process.env.ITTYBIT_API_KEY}` };
const FILES = {
  '/': ['index.html', 'text/html'],
  '/app.js': ['app.js', 'text/javascript'],
  '/hls.js': ['../../src/main/resources/web/vendor/hls.js', 'text/javascript'],
};

async function call(method, path, body, headers = {}) {
  const answer = await fetch(new URL(path, api), { method, body, headers: { ...authorization, ...headers }, duplex: 'half' });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer.status === 204 ? {} : answer.json();
}

/** Passes the body on while it comes, and makes a job of it. */
async function takeVideo(request, name) {
  const size = Number(request.headers['content-length']);
  const upload = await call('POST', '/uploads', JSON.stringify({ filename: name, size }));
  await call('PUT', upload.url, Readable.toWeb(request), { 'Content-Length': String(size) });
  const job = await call('POST', '/jobs', JSON.stringify({ input: upload.id, kind: 'adaptive_video' }),
    { 'Content-Type': 'application/json' });
  return { id: job.id };
}

/** What the page needs to know of a job. */
async function look(id) {
  const job = await call('GET', `/jobs/${encodeURIComponent(id)}`);
  return { status: job.status, progress: job.progress ?? 0, error: job.error?.message,
    playlist: job.output };
}

async function answer(request, response, url) {
  if (request.method === 'POST' && url.pathname === '/videos') {
    return json(response, await takeVideo(request, url.searchParams.get('name') ?? 'video'));
  }
  if (url.pathname.startsWith('/videos/')) {
    return json(response, await look(url.pathname.slice('/videos/'.length)));
  }
  const [file, type] = FILES[url.pathname] ?? [];
  if (!file) {
    return response.writeHead(404).end();
  }
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` });
  return pipeline(createReadStream(new URL(file, import.meta.url)), response);
}

function json(response, value) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

const server = createServer((request, response) => {
  answer(request, response, new URL(request.url, 'http://localhost')).catch(error => {
    console.error(error.message);
    if (!response.headersSent) {
      response.writeHead(502);
    }
    response.end();
  });
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://localhost:${server.address().port}`);
});
