// Sends a file by tus-js-client, breaks off in the middle, goes on, and does a job: upload.mjs URL KEY FILE.
import { createReadStream, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [base, key, path, packages] = process.argv.slice(2);
const tus = await import(pathToFileURL(`${packages}/tus-js-client/lib.esm/node/index.js`));
const headers = { Authorization: `Bearer ${key}` };
const size = readFileSync(path).length;

function send(uploadUrl, breakAfter) {
    return new Promise((resolve, reject) => {
        const upload = new tus.Upload(createReadStream(path), {
            endpoint: `${base}/uploads`, uploadUrl, headers, uploadSize: size, chunkSize: 100_000, retryDelays: [0, 100],
            metadata: { filename: "von tus.mp4", filetype: "video/mp4" },
            onError: reject,
            onSuccess: () => resolve(upload.url),
            onChunkComplete: async (chunk, accepted) => {
                if (breakAfter && accepted >= breakAfter && accepted < size) {
                    await upload.abort();
                    resolve(upload.url);
                }
            },
        });
        upload.start();
    });
}

const url = await send(null, size / 2);
const half = await (await fetch(url, { headers })).json();
if (half.offset <= 0 || half.offset >= size) {
    throw new Error(`It broke off at ${half.offset} of ${size}`);
}
await send(url);
const input = url.split("/").pop();
let job = await (await fetch(`${base}/jobs`, { method: "POST", headers, body: JSON.stringify({ kind: "image", input }) })).json();
while (job.status === "queued" || job.status === "processing") {
    await new Promise((resolve) => setTimeout(resolve, 200));
    job = await (await fetch(`${base}/jobs/${job.id}`, { headers })).json();
}
const other = await (await fetch(`${base}/uploads`, { method: "POST", headers, body: JSON.stringify({ filename: "a", size: 9 }) })).json();
await tus.Upload.terminate(`${base}/uploads/${other.id}`, { headers });
console.log(job.status, job.output.split("/").pop(), (await fetch(`${base}/uploads/${other.id}`, { headers })).status);
