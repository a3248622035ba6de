// Uses what the page has beside its list of jobs, with keys of each scope, and prints what was seen as JSON. Arguments: the
// server's URL, its key, a film, the endpoint, key id, secret and bucket of a store whose key reads only this bucket, and the ids of
// a job with several outputs and of one with joined inputs.
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { visit } from './visit.mjs';

const [, , server, key, film, endpoint, keyId, secret, bucket, several, joined] = process.argv;

await visit(server, key, async ({ api, open, signIn, look }) => {
  const tab = async (hash, typed) => {
    const page = await open(hash);
    await signIn(page, typed);
    return page;
  };
  const lookTwice = async (name, page) => {
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await look(`${name}, ${colorScheme}`, page);
    }
  };
  const page = await tab('connections');
  return {
    connections: await connections(page, api),
    watches: await watches(page, lookTwice),
    keys: await keys(page, api, lookTwice),
    own: await ownKey(await tab('keys', (await api('POST', '/keys', { name: 'mine', scope: 'admin' })).key)),
    scopes: await scopes(async scope => tab('connections', (await api('POST', '/keys', { name: scope, scope })).key)),
    dropped: await dropped(page, api),
    jobs: await jobs(page, lookTwice),
    system: await system(api, tab),
  };
});

function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

function card(page, name) {
  return page.locator('.card', { has: page.getByRole('heading', { name, exact: true }) });
}

async function fill(page, texts) {
  for (const [label, text] of Object.entries(texts)) {
    await page.getByLabel(label).fill(text);
  }
}

/** Leads to a view by its address, as a link that was shared does; its heading. */
async function go(page, hash) {
  await page.evaluate(to => { location.hash = to; }, hash);
  const [view] = hash.split('/').slice(1);
  await page.waitForFunction(name => document.querySelector('nav [aria-current]')?.hash === `#/${name}`
    || document.querySelector('h1')?.innerText === 'Not here', view);
  return page.locator('h1').innerText();
}

async function connections(page, api) {
  await button(page, 'Add a connection').click();
  await fill(page, { Name: 'reader', Endpoint: endpoint, Region: 'auto', 'Access key id': keyId, 'Secret access key': secret });
  await button(page, 'Add').click();
  await button(page, 'Check reader').click();
  const check = async name => {
    await page.getByRole('textbox', { name: /^Bucket/ }).fill(name);
    await page.locator('.check').getByLabel('Write', { exact: true }).selectOption('true');
    const [answer] = await Promise.all([page.waitForResponse(one => one.url().endsWith('/check')), button(page, 'Check the bucket').click()]);
    await page.locator('.permissions li').first().waitFor();
    return { answer: await answer.json(), shown: await page.locator('.permissions li').allInnerTexts() };
  };
  const checks = { own: await check(bucket), foreign: await check('arrivals') };
  await button(page, 'Delete reader').click();
  await button(page, 'Leave it').click();
  await card(page, 'reader').waitFor();
  await button(page, 'Delete reader').click();
  await button(page, 'Forget it').click();
  await card(page, 'reader').waitFor({ state: 'detached' });
  return { ...checks, left: (await api('GET', '/connections')).map(({ name }) => name) };
}

async function watches(page, lookTwice) {
  await go(page, '#/watches');
  await card(page, 'arrivals').getByText('2 objects: 1 succeeded, 1 failed').waitFor();
  await card(page, 'closed').locator('.note.bad').waitFor();
  await lookTwice('watches', page);
  return Object.fromEntries(await Promise.all(['arrivals', 'closed', 'off'].map(async name => [name, await card(page, name).innerText()])));
}

async function keys(page, api, lookTwice) {
  const known = async typed => {
    const answer = await fetch(new URL('key', server), { headers: { Authorization: `Bearer ${typed}` } });
    return { status: answer.status, ...await answer.json() };
  };
  const shown = async () => page.getByLabel('the key', { exact: true }).innerText();
  const done = async secret => {
    await button(page, 'I have it').click();
    await page.getByText(secret).waitFor({ state: 'detached' });
  };
  await go(page, '#/keys');
  await button(page, 'Make a key').click();
  await page.getByText('Bounds', { exact: true }).click();
  await fill(page, { Name: 'ci', 'Ends at': '2100-01-01T12:00', 'Requests per minute': '600', 'Bytes per day': '5000000',
    'Minutes per day': '30', 'Max priority': '5' });
  await page.getByLabel('Scope').selectOption('write');
  await lookTwice('a key that is made', page);
  await button(page, 'Make it').click();
  const first = await shown();
  await done(first);
  const made = await known(first);

  await used(api, first);
  await page.reload();
  await card(page, 'ci').getByText(/^Today/).waitFor();
  const text = await card(page, 'ci').innerText();
  const kept = await page.evaluate(() => document.body.innerHTML + JSON.stringify({ ...sessionStorage, ...localStorage }));
  const listed = (await api('GET', '/keys')).find(({ name }) => name === 'ci');
  await lookTwice('keys', page);

  const rotate = async grace => {
    await button(page, 'Rotate ci').click();
    await page.getByLabel('Grace seconds').fill(grace);
    await button(page, 'Rotate').click();
    return shown();
  };
  const second = await rotate('3600');
  await lookTwice('a key that was rotated', page);
  await done(second);
  const within = await Promise.all([first, second].map(known));
  const third = await rotate('');
  await done(third);
  const after = await Promise.all([first, second, third].map(known));
  const rotated = await card(page, 'ci').innerText();
  await button(page, 'Revoke ci').click();
  await button(page, 'Revoke it').click();
  await card(page, 'ci').waitFor({ state: 'detached' });
  return { secrets: [first, second, third], made, text, kept, listed, within, after, rotated, revoked: await known(third),
    left: (await api('GET', '/keys')).map(({ name }) => name) };
}

/** Has a key do a job. */
async function used(api, typed) {
  const { id } = await api('POST', '/jobs', { kind: 'image', input: `s3://${bucket}/film.mp4` }, typed);
  for (let job; !['succeeded', 'failed'].includes(job?.status); job = await api('GET', `/jobs/${id}`)) {
    await new Promise(done => setTimeout(done, 100));
  }
}

/** Who replaces the key that the page is used with goes on with the new one; who revokes it is told. */
async function ownKey(page) {
  await button(page, 'Rotate mine').click();
  await button(page, 'Rotate').click();
  const shown = await page.getByLabel('the key', { exact: true }).innerText();
  await button(page, 'I have it').click();
  await page.reload();
  await card(page, 'mine').waitFor();
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  await button(page, 'Revoke mine').click();
  await button(page, 'Revoke it').click();
  await button(page, 'Sign in').waitFor();
  return { shown, stored, told: await page.getByRole('alert').innerText() };
}

/** What each scope is shown: the menu, what can be pressed in some views, and those that only others have. */
async function scopes(tabOf) {
  const seen = {};
  for (const scope of ['read', 'write', 'admin']) {
    const page = await tabOf(scope);
    const actions = async () => (await page.locator('main button:visible, main a.button:visible').allInnerTexts()).sort();
    await card(page, 'writer').waitFor();
    const one = seen[scope] = { menu: await page.getByRole('navigation').innerText(), connections: await actions() };
    await go(page, `#/jobs/${several}`);
    await page.locator('h1 + .status.failed').waitFor();
    one.job = await actions();
    await go(page, '#/jobs');
    await page.locator('.job').first().waitFor();
    one.jobs = [...new Set(await actions())];
    await go(page, '#/system');
    await page.locator('.checks').waitFor();
    one.system = await page.locator('main').innerText();
    one.closed = [];
    for (const view of ['#/try', '#/keys']) {
      await go(page, view) === 'Not here' && one.closed.push(await page.locator('main').innerText());
    }
    if (scope === 'admin') {
      await button(page, 'Make a key').click();
      one.choices = await page.getByLabel('Scope').locator('option').allInnerTexts();
      one.projects = await page.locator('#key-project').count();
    }
    await page.close();
  }
  return seen;
}

/** A file is drawn over the form and let go, as the browser does it with one of the desktop. */
async function dropped(page, api) {
  await go(page, '#/try');
  const { x, y } = await page.locator('.drop').boundingBox();
  const session = await page.context().newCDPSession(page);
  const drag = type => session.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 10,
    data: { items: [], files: [film], dragOperationsMask: 1 } });
  await drag('dragEnter');
  await drag('dragOver');
  await page.locator('.drop.over').waitFor();
  await drag('drop');
  await page.waitForFunction(() => /^upload_/.test(document.getElementById('field-input').value));
  const input = await page.getByLabel('Address of the file').inputValue();
  return { input, size: statSync(film).size, shown: await page.locator('.drop').innerText(), upload: await api('GET', `/uploads/${input}`) };
}

async function jobs(page, lookTwice) {
  await go(page, `#/jobs/${several}`);
  await page.locator('h1 + .status.failed').waitFor();
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0);
  const outputs = await page.locator('.sides section').allInnerTexts();
  const media = await page.locator('.sides section').evaluateAll(all => all.map(one => ['video', 'audio', 'img'].filter(name => one.querySelector(name)).join()));
  const orders = await page.locator('section', { has: page.getByRole('heading', { name: 'Asked for' }) }).innerText();
  await lookTwice('several outputs', page);
  await go(page, `#/jobs/${joined}`);
  await page.locator('h1 + .status.succeeded').waitFor();
  const inputs = await page.locator('section', { has: page.getByRole('heading', { name: 'Input', exact: true }) }).innerText();
  await lookTwice('joined inputs', page);
  return { outputs, media, orders, inputs, title: await page.locator('h1').innerText() };
}

/** One job of a key that may have one at a time waits for its input; the others wait for it. */
async function system(api, tab) {
  const inputs = createServer(() => {});
  await new Promise(done => inputs.listen(0, '127.0.0.1', done));
  try {
    const busy = await api('POST', '/keys', { name: 'busy', scope: 'operator', project: 'busy', max_running_jobs: 1 });
    for (const kind of ['video', 'video', 'video', 'image']) {
      await api('POST', '/jobs', { kind, input: `http://127.0.0.1:${inputs.address().port}/held.mp4` }, busy.key);
    }
    const page = await tab('system', busy.key);
    await page.locator('.numbers div', { hasText: 'at work' }).getByText('1', { exact: true }).waitFor();
    await page.locator('.checks').waitFor();
    // A node says every few seconds how much it does.
    await page.getByRole('cell', { name: '1 of 3', exact: true }).waitFor();
    const text = async title => card(page, title).innerText();
    const seen = { work: await text('Work'), health: await text('Health'), nodes: await text('Nodes'), key: await text('Your key'),
      api: { health: await api('GET', '/health'), nodes: await api('GET', '/nodes') } };
    await page.route('**/health', route => route.fulfill({ status: 429, json: { kind: 'rate_limited', message: 'Too many requests.' } }));
    await go(page, '#/jobs');
    await go(page, '#/system');
    await page.getByRole('alert').waitFor();
    return { ...seen, refused: await text('Health'), others: await text('Your key') };
  } finally {
    inputs.closeAllConnections();
    inputs.close();
  }
}
