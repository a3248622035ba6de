// Uses the page's list of jobs on a server that does none, and prints what was seen as JSON: pagelist.mjs SERVER KEY.
import { SCRIPT, visit } from './visit.mjs';

const [, , server, key] = process.argv;
const MANY = 1000;

await visit(server, key, async ({ api, open, signIn, look }) => {
  const seen = {};
  const job = (name, more = {}) => api('POST', '/jobs', { kind: 'image', input: `https://example.com/${name}`, ...more });
  const first = await job('shared.mp4', { metadata: { title: SCRIPT }, webhook_url: 'https://example.com/hook' });

  // A link that somebody else was sent: first the key, then what it names.
  const page = await open(`jobs/${first.id}`);
  const streams = new Set();
  page.on('request', request => {
    /\/events$/.test(request.url()) && streams.add(request);
  });
  page.on('requestfinished', request => streams.delete(request)).on('requestfailed', request => streams.delete(request));
  await signIn(page);
  await page.getByRole('heading', { name: 'shared.mp4' }).waitFor();
  seen.shared = page.url();
  await look('a job that waits', page);

  // The list changes by itself.
  await page.evaluate(() => { window.isTheSame = true; });
  await page.getByRole('navigation').getByRole('link', { name: 'Jobs' }).click();
  await page.locator('.job').first().waitFor();
  const second = await job('second.mp4', { metadata: { title: SCRIPT } });
  await page.getByRole('link', { name: 'second.mp4' }).waitFor();
  await api('POST', `/jobs/${second.id}/cancel`);
  await page.locator('.job', { hasText: 'second.mp4' }).locator('.status.cancelled').waitFor();
  await api('DELETE', `/jobs/${second.id}`);
  await page.getByRole('link', { name: 'second.mp4' }).waitFor({ state: 'detached' });
  seen.streams = streams.size;
  seen.isTheSame = await page.evaluate(() => window.isTheSame === true);

  // What is behind the button of a row.
  const more = page.getByRole('button', { name: 'More for shared.mp4' });
  await more.click();
  await look('what else can be done', page);
  await page.getByLabel('Priority').selectOption('9');
  await page.locator('.job', { hasText: 'priority 9' }).waitFor();
  seen.priority = (await api('GET', `/jobs/${first.id}`)).priority;
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel shared.mp4' }).click();
  await page.locator('.job .status.cancelled').waitFor();
  await more.click();
  await page.getByRole('button', { name: 'Resend webhook' }).click();
  const [resent] = await Promise.all([page.waitForResponse(answer => answer.url().endsWith('/webhook')), page.getByRole('button', { name: 'Send it' }).click()]);
  seen.resent = resent.status();
  await more.click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
  await look('no jobs', page);

  // A thousand: all are reached by scrolling, and part of a name finds the oldest.
  await job('the-needle-of-all.mp4');
  for (let made = 1; made < MANY; made += 20) {
    await Promise.all(Array.from({ length: Math.min(20, MANY - made) }, (_, i) => job(`${'a-long-name-'.repeat(8)}${made + i}.mp4`)));
  }
  await page.reload();
  await page.locator('.job').first().waitFor();
  while (!await page.getByText('1,000 jobs', { exact: true }).isVisible()) {
    const before = await page.locator('.job').count();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction(count => document.querySelectorAll('.job').length > count || !document.body.innerText.includes('Older jobs'), before);
  }
  seen.many = await page.locator('.job').count();
  // How long each picture of the screen takes while it scrolls from the end to the beginning.
  seen.frames = await page.evaluate(() => new Promise(done => {
    const times = [];
    let last = performance.now();
    const step = now => {
      times.push(now - last);
      last = now;
      scrollBy(0, -600);
      scrollY > 0 ? requestAnimationFrame(step) : done(times.sort((a, b) => a - b));
    };
    requestAnimationFrame(step);
  })).then(times => ({ count: times.length, median: times[times.length >> 1], slow: times[Math.floor(times.length * 0.95)] }));
  await look('a thousand jobs', page);
  await page.getByLabel('Input').fill('NEEDLE');
  await page.waitForFunction(() => document.querySelectorAll('.job').length === 1);
  seen.found = await page.locator('.job').innerText();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByLabel('Input').fill('');
  await page.locator('.job').nth(10).waitFor();
  await look('a thousand jobs, dark and small', page);
  seen.wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return seen;
});
