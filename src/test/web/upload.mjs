// Sends files to a server from a page of another origin in Chromium, by tus-js-client and by Uppy, and prints what it saw as
// JSON: upload.mjs SERVER KEY PORT. The page is at 127.0.0.1:PORT, whose origin may; at localhost:PORT it may not.
import { play } from './player.mjs';

const [server, key, port] = process.argv.slice(2);
const ways = [['tus', '127.0.0.1'], ['uppy', '127.0.0.1'], ['tus', 'localhost'], ['uppy', 'localhost']]
  .map(([by, host]) => JSON.stringify({ by, host, server, key }));
await play(['tus-js-client/dist/tus.min.js', 'uppy/dist/uppy.min.js'], way => JSON.parse(way).by === 'tus' ? byTus : byUppy, ways,
  30_000, { port: Number(port), host: way => JSON.parse(way).host });

// The bytes are those that the test looks for on the server's disk.
async function byTus(way) {
  const { server, key } = JSON.parse(way);
  const seen = { by: 'tus', origin: location.origin, errors: [] };
  const bytes = Uint8Array.from({ length: 350_000 }, (_, place) => place % 251);
  const headers = { Authorization: `Bearer ${key}` };
  const send = (uploadUrl, breakAfter) => new Promise(done => {
    const upload = new window.tus.Upload(new File([bytes], 'from a page.bin'), {
      endpoint: `${server}uploads`, uploadUrl, headers, chunkSize: 100_000, retryDelays: null, storeFingerprintForResuming: false,
      metadata: { filename: 'from a page.bin', filetype: 'video/mp4' },
      onError: error => { seen.errors.push(String(error)); done(null); },
      onSuccess: () => done(upload.url),
      onChunkComplete: async (_, accepted, size) => {
        if (breakAfter && accepted >= breakAfter && accepted < size) {
          await upload.abort();
          done(upload.url);
        }
      },
    });
    upload.start();
  });
  const url = await send(null, 150_000);
  if (url) {
    seen.half = (await (await fetch(url, { headers })).json()).offset;
    await send(url);
    seen.upload = await (await fetch(url, { headers })).json();
    const refused = await fetch(`${server}jobs`, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' },
      body: '{"kind": "video"}' });
    seen.refusal = await refused.json();
  }
  return seen;
}

async function byUppy(way) {
  const { server, key } = JSON.parse(way);
  const seen = { by: 'uppy', origin: location.origin, errors: [] };
  const bytes = Uint8Array.from({ length: 350_000 }, (_, place) => place % 251);
  const headers = { Authorization: `Bearer ${key}` };
  const uppy = new window.Uppy.Uppy().use(window.Uppy.Tus, { endpoint: `${server}uploads`, headers, chunkSize: 100_000, retryDelays: [] });
  uppy.addFile({ name: 'by Uppy.bin', type: 'video/mp4', data: new Blob([bytes]) });
  const { successful, failed } = await uppy.upload();
  failed.forEach(({ error }) => seen.errors.push(String(error)));
  if (successful.length > 0) {
    seen.upload = await (await fetch(successful[0].uploadURL, { headers })).json();
  }
  return seen;
}
