// Lets Chromium play results with libraries that are not ours. The page comes from an origin of its own, so the results need
// CORS.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--autoplay-policy=no-user-gesture-required'];

// Chromium with a profile of its own, which goes with it.
export async function startBrowser(settings) {
  const profile = mkdtempSync(join(tmpdir(), 'page-'));
  const browser = await chromium.launchPersistentContext(profile,
    { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, ...settings });
  const close = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { browser, close };
}

// What a desk shows of a page.
export const DESK = { viewport: { width: 1100, height: 900 } };

// What goes wrong in a page is added to seen.errors.
export function watchErrors(page, seen) {
  page.on('pageerror', error => seen.errors.push(error.message));
  page.on('console', message => message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())
    && seen.errors.push(message.text()));
}

// What axe finds in a page is added to seen.axe by this name.
export async function lookWithAxe(page, seen, name) {
  await page.evaluate(readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8'));
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  seen.axe[name] = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html.slice(0, 200)}`);
}

// Opens a page in Chromium as a person has it. What goes wrong in it, and which hosts it asks, is added to seen, as are its steps and
// what axe finds. A key must be in no URL.
export async function openPage(seen, key, patience) {
  const { browser, close } = await startBrowser(DESK);
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  watchErrors(page, seen);
  page.on('dialog', dialog => seen.errors.push(`a dialog: ${dialog.message()}`));
  page.on('request', request => {
    /^http/.test(request.url()) && seen.requests.push(new URL(request.url()).origin);
    request.url().includes(key) && seen.errors.push(`the key is in ${request.url()}`);
  });
  return {
    browser, page,
    async step(name, run) {
      const began = Date.now();
      try {
        const more = await run();
        seen.steps[name] = { ms: Date.now() - began, ...more };
      } catch (error) {
        const text = await page.evaluate(() => document.body.innerText).catch(() => '');
        throw new Error(`${name}: ${error.message}\nThe page showed:\n${text.slice(0, 2000)}\n${JSON.stringify(seen)}`);
      }
    },
    look: name => lookWithAxe(page, seen, name),
    close,
  };
}

// Runs a function in a new page for each of these URLs, and prints what they return as JSON. In the page, until(seen, what,
// holds) waits for something, and adds to seen.errors what did not come. The page is at a free port, or at the given one, of the
// host that a function chooses for the URL.
export async function play(libraries, functionFor, urls, patienceMs, { port = 0, host = () => '127.0.0.1' } = {}) {
  const page = '<!doctype html><title>player</title><video></video>'
    + libraries.map((_, number) => `<script src="${number}.js"></script>`).join('');
  const server = createServer((request, response) => {
    const library = libraries[request.url.match(/^\/(\d+)\.js$/)?.[1]];
    response.setHeader('Content-Type', library ? 'text/javascript' : 'text/html');
    response.end(library ? readFileSync(new URL(`./node_modules/${library}`, import.meta.url)) : page);
  });
  await new Promise(done => server.listen(port, '127.0.0.1', done));
  const { browser, close } = await startBrowser({});
  try {
    await browser.addInitScript(patience => {
      window.until = async (seen, what, holds) => {
        for (const end = Date.now() + patience; !holds();) {
          if (Date.now() > end) {
            seen.errors.push(`waited in vain for ${what}`);
            return;
          }
          await new Promise(done => setTimeout(done, 20));
        }
      };
    }, patienceMs);
    const seen = [];
    for (const url of urls) {
      const tab = await browser.newPage();
      await tab.goto(`http://${host(url)}:${server.address().port}/`);
      seen.push(await tab.evaluate(functionFor(url), url));
      await tab.close();
    }
    console.log(JSON.stringify(seen));
  } finally {
    await close();
    server.close();
  }
}
