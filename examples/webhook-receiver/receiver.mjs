// Receives webhooks, and prints those with a right signature. WEBHOOK_SECRET is what `ittybit webhook-secret show` says.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const MAX_BYTES = 1_000_000;
const MAX_AGE_S = 300;
const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');

/** Throws if the message is not from the server, or is one of long ago. */
function verify(headers, body) {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`;
  const expected = Buffer.from('v1,' + createHmac('sha256', key).update(signed).update(body).digest('base64'));
  const isRight = (headers['webhook-signature'] ?? '').split(' ').map(one => Buffer.from(one))
    .some(one => one.length === expected.length && timingSafeEqual(one, expected));
  if (!isRight) {
    throw new Error('the signature is wrong');
  }
  if (!(Math.abs(Date.now() / 1000 - headers['webhook-timestamp']) <= MAX_AGE_S)) {
    throw new Error('the message is too old: it may be a replay');
  }
}

// A message may come twice, with the same id.
const seen = new Set();

createServer(async (request, response) => {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MAX_BYTES) {
      response.writeHead(413).end();
      return;
    }
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  try {
    verify(request.headers, body);
  } catch (error) {
    console.error(error.message);
    response.writeHead(401).end();
    return;
  }
  // Answer first: the sender waits for 5 seconds only.
  response.writeHead(204).end();
  if (!seen.has(request.headers['webhook-id'])) {
    seen.add(request.headers['webhook-id']);
    const job = JSON.parse(body);
    console.log(`${job.type} ${job.id} ${job.output?.url ?? job.error?.message ?? ''}`);
  }
}).listen(Number(process.env.PORT ?? 3100), '127.0.0.1');
