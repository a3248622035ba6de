// Lets Chromium play results with libraries that are not ours. The page comes from an origin of its own, so the results need
// CORS.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--autoplay-policy=no-user-gesture-required'];

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
  const profile = mkdtempSync(join(tmpdir(), 'player-'));
  const browser = await chromium.launchPersistentContext(profile,
    { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
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
    await browser.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
