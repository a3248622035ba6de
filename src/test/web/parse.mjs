// Reads playlists, given as files, with a parser that is not ours, and prints what it understood and what it had to
// warn of as JSON.
import { readFileSync } from 'node:fs';
import { Parser } from 'm3u8-parser';

console.log(JSON.stringify(process.argv.slice(2).map(file => {
  const warnings = [];
  const parser = new Parser();
  for (const level of ['warn', 'error']) {
    parser.on(level, ({ message }) => warnings.push(message));
  }
  parser.push(readFileSync(file, 'utf8'));
  parser.end();
  return { warnings, manifest: parser.manifest };
})));
