// Uses the server's page in Chromium as a person does, from a wrong key to a result that plays, and prints what was seen as
// JSON. Arguments: the server's URL, its key, a film, and the endpoint, key id, secret and bucket of a store.
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { openPage } from './player.mjs';

const [, , serverUrl, key, film, endpoint, keyId, secret, bucket] = process.argv;
const PATIENCE = 100_000;
// In names, keys, metadata and errors; what runs would set it.
const SCRIPT = '"><img src=x onerror="window.strangers=1"><script>window.strangers=1</script>';
const bytes = readFileSync(film);
const seen = { steps: {}, axe: {}, errors: [], requests: [] };

// A server of inputs that keeps its clients waiting until it is told to go on.
let isHeld = true;
const held = [];
const inputs = createHttpServer((request, response) => {
  const answer = () => {
    if (request.url.includes('missing')) {
      response.writeHead(404).end();
      return;
    }
    const [, from, to] = request.headers.range?.match(/^bytes=(\d+)-(\d*)$/) ?? [];
    const last = Math.min(Number(to || bytes.length - 1), bytes.length - 1);
    const range = from === undefined ? {} : { 'Content-Range': `bytes ${from}-${last}/${bytes.length}` };
    const part = from === undefined ? bytes : bytes.subarray(Number(from), last + 1);
    response.writeHead(from === undefined ? 200 : 206, { 'Content-Length': part.length, 'Content-Type': 'video/mp4', 'Accept-Ranges': 'bytes', ETag: '"1"', ...range });
    response.end(request.method === 'HEAD' ? undefined : part);
  };
  isHeld && request.url.includes('held') ? held.push(answer) : answer();
});
await new Promise(done => inputs.listen(0, '127.0.0.1', done));
const inputUrl = `http://127.0.0.1:${inputs.address().port}`;

// What is between the browser and the server, and may go away.
const { hostname, port } = new URL(serverUrl);
const sockets = new Set();
const between = createServer(client => {
  const server = connect(Number(port), hostname);
  for (const [one, other] of [[client, server], [server, client]]) {
    sockets.add(one);
    one.on('error', () => other.destroy()).on('close', () => sockets.delete(one));
    one.pipe(other);
  }
});
const listen = at => new Promise(done => between.listen(at, '127.0.0.1', done));
await listen(0);
const betweenPort = between.address().port;
const base = `http://127.0.0.1:${betweenPort}/`;
const goAway = () => new Promise(done => {
  between.close(done);
  sockets.forEach(socket => socket.destroy());
});

const { browser, page, step, look, close } = await openPage(seen, key, PATIENCE);
const button = name => page.getByRole('button', { name, exact: true });
const heading = name => page.getByRole('heading', { name, exact: true });
const link = name => page.getByRole('link', { name, exact: true });
const visible = locator => locator.first().waitFor();
const gone = locator => locator.first().waitFor({ state: 'hidden' });
async function signIn(typed) {
  await page.getByLabel('API key').fill(typed);
  await button('Sign in').click();
}

try {
  await step('wrong key', async () => {
    await page.goto(base);
    await look('sign in');
    await signIn('not-the-key');
    const text = await page.getByRole('alert').innerText();
    return { text, stored: await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })) };
  });
  await step('sign in', async () => {
    await signIn(key);
    await visible(heading('No jobs yet'));
    await look('no jobs');
    return { address: page.url(), cookies: (await browser.cookies()).length, local: await page.evaluate(() => localStorage.length) };
  });
  await step('connection', async () => {
    await link('Connections').click();
    await visible(heading('No connections yet'));
    await button('Add a connection').click();
    await page.getByLabel('Name').fill('bucket <b>&amp;');
    await page.getByLabel('Endpoint').fill('no address');
    await page.getByLabel('Region').fill('auto');
    await page.getByLabel('Access key id').fill(keyId);
    await page.getByLabel('Secret access key').fill(secret);
    await button('Add').click();
    await visible(page.locator('.field.wrong'));
    const wrong = await page.locator('.field.wrong').innerText();
    await page.getByLabel('Endpoint').fill(endpoint);
    await look('add a connection');
    await button('Add').click();
    await button('Check bucket <b>&amp;').click();
    await page.getByRole('textbox', { name: /^Bucket/ }).fill(bucket);
    await button('Check the bucket').click();
    await visible(page.locator('.permissions'));
    await look('connections');
    return { wrong, permissions: await page.locator('.permissions').innerText() };
  });
  await step('dry run', async () => {
    await link('New job').click();
    await page.getByLabel('Address of the file').fill(`${inputUrl}/film.mp4`);
    await page.locator('#field-width').fill('99999');
    await button('Dry run').click();
    await visible(page.locator('.field.wrong'));
    const wrong = await page.locator('.field.wrong').innerText();
    await page.locator('#field-width').fill('160');
    // A machine that is busy may not look at the input within the time that a dry run has for it.
    for (let tries = 0; tries < 12 && !await page.getByLabel('the commands', { exact: true }).isVisible(); tries++) {
      await button('Dry run').click();
      await visible(heading('What would run'));
    }
    await look('new job');
    return { wrong, commands: await page.getByLabel('the commands', { exact: true }).innerText(), facts: await page.locator('.card .facts').innerText() };
  });
  await step('run and watch', async () => {
    await page.getByLabel('Address of the file').fill(`${inputUrl}/held-${encodeURIComponent(SCRIPT)}.mp4`);
    await button('Run the job').click();
    await visible(page.locator('h1 + .status.processing'));
    const title = await page.locator('h1').innerText();
    await look('a job at work');
    await link('Jobs').first().click();
    await visible(page.locator('.job .status.processing'));
    return { title };
  });
  await step('cancel', async () => {
    await page.locator('.job').getByRole('button', { name: /^Cancel/ }).click();
    await visible(page.locator('.job .status.cancelled'));
  });
  await step('retry', async () => {
    isHeld = false;
    held.splice(0).forEach(answer => answer());
    await page.locator('.job a').first().click();
    await page.getByRole('button', { name: /^Retry/ }).click();
    // Nothing is loaded anew: the page is told.
    await visible(page.locator('h1 + .status.succeeded'));
    await page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0);
    await look('a job that succeeded');
    return { width: await page.evaluate(() => document.querySelector('video').videoWidth),
      curl: await page.getByLabel('the job by curl', { exact: true }).innerText() };
  });
  await step('playlist', async () => {
    await link('New job').click();
    await page.getByRole('radio', { name: 'Adaptive video' }).check();
    await page.getByLabel('Address of the file').fill(`${inputUrl}/film.mp4`);
    await page.getByText('Thumbnails', { exact: true }).click();
    await page.locator('[id="field-thumbnails.every"]').fill('1');
    await button('Run the job').click();
    await visible(page.locator('h1 + .status.succeeded'));
    await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
    await page.evaluate(() => document.querySelector('video').play());
    await page.waitForFunction(() => document.querySelector('video').currentTime > 0.5);
    await page.getByLabel(/^Look through/).fill('2');
    const sheet = await page.locator('.thumbnail').evaluate(element => getComputedStyle(element).backgroundImage);
    await look('a playlist');
    return { at: await page.evaluate(() => document.querySelector('video').currentTime), sheet };
  });
  await step('waveform', async () => {
    await link('New job').click();
    await page.getByRole('radio', { name: 'Audio' }).check();
    await page.getByLabel('Address of the file').fill(`${inputUrl}/film.mp4`);
    await page.getByText(/^More options/).click();
    await page.getByLabel('Waveform', { exact: true }).selectOption('json');
    await button('Run the job').click();
    await visible(page.getByRole('img', { name: /^Waveform/ }));
  });
  await step('failure', async () => {
    await link('New job').click();
    await page.getByLabel('Address of the file').fill(`${inputUrl}/missing-${encodeURIComponent(SCRIPT)}.mp4`);
    await button('Run the job').click();
    await visible(page.locator('h1 + .status.failed'));
    return { text: await page.getByRole('alert').innerText() };
  });
  await step('filters', async () => {
    await page.goto(`${base}#/jobs?status=failed`);
    await visible(page.locator('.job .status.failed'));
    await gone(page.locator('.job .status.succeeded'));
    const failed = await page.locator('.job').count();
    await page.getByLabel('Status').selectOption('');
    await visible(page.locator('.job .status.succeeded'));
    await page.getByLabel('Kind').selectOption('audio');
    await gone(page.locator('.job .status.failed'));
    await page.getByLabel('Input').fill('held');
    await visible(heading('No such jobs'));
    return { failed, address: page.url() };
  });
  await step('outage', async () => {
    await page.goto(`${base}#/jobs`);
    await visible(page.locator('.job'));
    await goAway();
    await visible(page.getByText('The server does not answer.'));
    await look('outage');
    await fetch(`${serverUrl}/jobs`, { method: 'POST', headers: { Authorization: `Bearer ${key}` },
      body: JSON.stringify({ kind: 'image', input: `${inputUrl}/meanwhile.mp4`, metadata: { title: SCRIPT } }) });
    await listen(betweenPort);
    await gone(page.getByText('The server does not answer.'));
    await visible(link('meanwhile.mp4'));
    await link('meanwhile.mp4').click();
    await visible(page.locator('h1 + .status.succeeded'));
    await look('a picture');
  });
  await step('keys', async () => {
    await link('Keys').click();
    await button('Make a key').click();
    await page.getByLabel('Name').fill(SCRIPT.slice(0, 64));
    await page.getByLabel('Scope').selectOption('read');
    await button('Make it').click();
    const made = await page.getByLabel('the key', { exact: true }).innerText();
    await button('I have it').click();
    await gone(page.getByText(made));
    await look('keys');
    await link('System').click();
    await visible(page.locator('.checks'));
    const ended = page.getByRole('list', { name: 'Jobs that ended, from the oldest to the newest' }).getByRole('listitem');
    await visible(ended);
    const day = await ended.allTextContents();
    await look('system');
    await page.getByLabel('of the last').selectOption('168');
    await ended.nth(7).waitFor({ state: 'detached' });
    await visible(ended);
    const week = await ended.allTextContents();
    await button('Sign out').click();
    await signIn(made);
    await link('Jobs').click();
    await visible(page.locator('.job'));
    return { day, week, menu: await page.getByRole('navigation').innerText(), buttons: await page.locator('.job button').count() };
  });
  await step('dark and small', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await look('jobs, dark and small');
    const wider = {};
    const measure = async (name, seen) => {
      await visible(page.locator(seen));
      wider[name] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    };
    await measure('jobs', '.job');
    await link('Connections').click();
    await measure('connections', '.card');
    await link('System').click();
    await measure('system', '.columns');
    await link('Jobs').click();
    await link('meanwhile.mp4').click();
    await measure('a job', '.picture img');
    const step = await page.locator('.timeline tbody tr').evaluateAll(rows => Math.max(...rows.map(row => row.offsetHeight)));
    const [copy, code] = await page.locator('.code').first().evaluate(box => [...box.querySelectorAll('button, code')]
      .map(part => part.getBoundingClientRect()).sort((one, other) => one.top - other.top).map(({ top, bottom }) => ({ top, bottom })));
    return { wider, step, overlap: copy.bottom - code.top };
  });
  seen.strangers = await page.evaluate(() => window.strangers ?? null);
  seen.requests = [...new Set(seen.requests)].filter(origin => new URL(origin).port !== port && `${origin}/` !== base);
  console.log(JSON.stringify(seen));
} finally {
  await close();
  between.close();
  inputs.closeAllConnections();
  inputs.close();
  sockets.forEach(socket => socket.destroy());
}
