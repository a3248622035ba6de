// Uses the example of an upload in Chromium: sends a film, and prints what the player does. Arguments: the site's URL, the film.
import { join } from 'node:path';
import { startBrowser } from './player.mjs';

const [, , url, film] = process.argv;
const PATIENCE = 100_000;
const { browser, close } = await startBrowser({});
const errors = [];
try {
  const page = await browser.newPage();
  page.on('pageerror', error => errors.push(String(error)));
  await page.goto(url);
  await page.setInputFiles('#file', film);
  await page.getByRole('status').getByText('Playing').waitFor({ timeout: PATIENCE });
  await page.waitForFunction(() => document.querySelector('video').currentTime > 0.5, undefined, { timeout: PATIENCE });
  const seen = await page.evaluate(() => ({ width: document.querySelector('video').videoWidth }));
  if (process.env.SHOTS) {
    await page.screenshot({ path: join(process.env.SHOTS, 'site.png') });
  }
  console.log(JSON.stringify({ ...seen, errors }));
} finally {
  await close();
}
