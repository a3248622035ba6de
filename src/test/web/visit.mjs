// What the scripts that use the page with several tabs share.
import { DESK, lookWithAxe, startBrowser, watchErrors } from './player.mjs';

/** In names, keys, metadata and errors; what runs would set it. */
export const SCRIPT = '"><img src=x onerror="window.strangers=1"><script>window.strangers=1</script>';

/** Runs a function with a tab, and prints what was seen as JSON: what the function returns, errors, and what axe found. */
export async function visit(base, key, run) {
  const seen = { axe: {}, errors: [] };
  const { browser, close } = await startBrowser(DESK);
  const api = async (method, path, body, as = key) => {
    const answer = await fetch(new URL(path, base), { method, headers: { Authorization: `Bearer ${as}` }, body: body && JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  };
  const open = async hash => {
    const page = await browser.newPage();
    page.setDefaultTimeout(100_000);
    watchErrors(page, seen);
    await page.goto(`${base}#/${hash}`);
    return page;
  };
  const signIn = async (page, as = key) => {
    await page.getByLabel('API key').fill(as);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('navigation').waitFor();
  };
  const look = (name, page) => lookWithAxe(page, seen, name);
  let page;
  try {
    Object.assign(seen, await run({ api, open: async hash => (page = await open(hash)), signIn, look }));
    seen.strangers = await page.evaluate(() => window.strangers ?? null);
    console.log(JSON.stringify(seen));
  } catch (error) {
    const texts = await Promise.all(browser.pages().map(one => one.evaluate(() => document.body.innerText).catch(() => '')));
    throw new Error(`${error.message}\nThe tabs showed:\n${texts.map(text => text.slice(0, 2000)).join('\n')}\n${JSON.stringify(seen)}`);
  } finally {
    await close();
  }
}
