// Reads the reference of the API in Chromium as a person does, and prints what was seen as JSON, with every command that it shows.
// Arguments: the server's URL and its key.
import { openPage } from './player.mjs';

const [, , serverUrl, key] = process.argv;
const docs = `${serverUrl}/docs`;
const seen = { steps: {}, axe: {}, errors: [], requests: [], curls: {} };
const { browser, page, step, look, close } = await openPage(seen, key, 30_000);
const button = name => page.getByRole('button', { name, exact: true });
const heading = name => page.getByRole('heading', { name, exact: true, level: 1 });
const command = () => page.getByLabel('the command', { exact: true }).innerText();
const answer = async () => {
  await page.locator('.answered pre').waitFor();
  return page.locator('.answered').innerText();
};

try {
  await step('overview', async () => {
    await page.goto(docs);
    await heading('API').waitFor();
    await look('overview');
    return { groups: await page.locator('.groups > li').count(), ids: await page.locator('.index li a').evaluateAll(links => links.map(link => link.hash.slice(1))) };
  });
  await step('every operation', async () => {
    for (const id of seen.steps.overview.ids) {
      await page.goto(`${docs}#${id}`);
      await page.locator('.operation').getByText(id, { exact: true }).first().waitFor();
      const examples = page.getByLabel('What for');
      const names = await examples.isVisible() ? await examples.locator('option').allInnerTexts() : ['the example'];
      if (!await page.getByLabel('the command', { exact: true }).isVisible()) {
        continue;
      }
      seen.curls[id] = {};
      for (const name of names) {
        names.length > 1 && await examples.selectOption(name);
        seen.curls[id][name] = await command();
      }
    }
    await look('the last operation');
  });
  await step('fields', async () => {
    await page.goto(`${docs}#createJob`);
    await page.getByLabel('What for').selectOption('A picture of a video');
    const form = await page.getByLabel(/^Which fields/).evaluate(select => select.selectedOptions[0].text);
    const format = await page.locator('li', { has: page.locator('> p > .name', { hasText: /^format$/ }) }).last().innerText();
    await page.getByLabel(/^Which fields/).selectOption('adaptive_video');
    await page.getByText('Fields of thumbnails').click();
    const every = await page.locator('li', { has: page.locator('> p > .name', { hasText: /^every$/ }) }).last().innerText();
    await page.getByText('Try it').click();
    await look('an operation with all fields');
    return { form, format, every };
  });
  await step('search', async () => {
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type('watermark opacity');
    await page.getByText(/ of \d+ operations/).waitFor();
    const found = await page.locator('.index li').allInnerTexts();
    await page.keyboard.press('Escape');
    await page.keyboard.type('stop a job');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus').waitFor();
    return { found, address: page.url(), title: await page.title() };
  });
  await step('without a key', async () => {
    await page.goto(`${docs}#getHealth`);
    await page.getByText('Try it').click();
    await button('Send GET').click();
    return { answer: await answer() };
  });
  await step('with a typed key', async () => {
    await page.goto(`${docs}#listJobs`);
    await page.getByText('Try it').click();
    await page.getByLabel('API key').fill('not-the-key');
    await button('Send GET').click();
    const refused = await answer();
    await page.getByLabel('API key').fill(key);
    await page.getByLabel('limit').fill('3');
    await page.getByLabel('status').selectOption('failed');
    await button('Send GET').click();
    await page.getByText('200 OK').waitFor();
    await look('an answer');
    return { refused, answer: await answer(), command: await command(), stored: await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })) };
  });
  await step('signed in', async () => {
    await page.goto(serverUrl);
    await page.getByLabel('API key').fill(key);
    await button('Sign in').click();
    await page.getByRole('navigation').getByRole('link', { name: 'API', exact: true }).click();
    await page.getByRole('link', { name: 'Make an API key' }).click();
    await page.getByText('Try it').click();
    await page.getByLabel('Body').fill('{"name": "made here", "scope": "read"}');
    await button('Send POST').click();
    return { answer: await answer(), fields: await page.getByLabel('API key', { exact: true }).count(), command: await command() };
  });
  await step('a stream', async () => {
    await page.goto(`${docs}#getEvents`);
    await page.getByText('Try it').click();
    await button('Send GET').click();
    await page.getByText('200 OK').waitFor();
    await button('Stop').click();
    await button('Stop').waitFor({ state: 'hidden' });
    return { notes: await page.getByRole('alert').count() };
  });
  await step('not there', async () => {
    await page.goto(`${docs}#no<b>where`);
    return { text: await page.getByRole('alert').innerText() };
  });
  await step('dark and small', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    let wider = 0;
    for (const id of ['', 'createJob', 'jobEnded', 'createUpload']) {
      await page.goto(`${docs}#${id}`);
      await page.locator('h1').first().waitFor();
      await look(`dark and small: ${id}`);
      wider = Math.max(wider, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth));
    }
    return { wider };
  });
  seen.requests = [...new Set(seen.requests)].filter(origin => origin !== new URL(serverUrl).origin);
  seen.cookies = (await browser.cookies()).length;
  console.log(JSON.stringify(seen));
} finally {
  await close();
}
