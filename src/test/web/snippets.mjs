// The same jobs for other programs, as JSON: snippets.mjs MODULE SERVER FILE, where the module is the page's snippets.js and
// the file has a list of jobs as the API answers them.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , module, server, file] = process.argv;
const { order, snippets } = await import(pathToFileURL(module));
console.log(JSON.stringify(JSON.parse(readFileSync(file, 'utf8')).map(job => snippets(order(job), server))));
