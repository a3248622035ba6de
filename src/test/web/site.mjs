// Uses the example of an upload in Chromium: sends a film, and prints what the player does. Arguments: the site's URL, the film.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { FLAGS } from './player.mjs';

const [, , url, film] = process.argv;
const PATIENCE = 100_000;
const profile = mkdtempSync(join(tmpdir(), 'site-'));
const browser = await chromium.launchPersistentContext(profile,
  { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
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
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
