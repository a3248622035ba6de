// Plays adaptive results with hls.js in Chromium, level by level and to the end, and prints what it saw as JSON: one entry
// for each URL of a master playlist given. The page comes from an origin of its own, so the results need CORS.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--autoplay-policy=no-user-gesture-required'];
const library = readFileSync(new URL('./node_modules/hls.js/dist/hls.min.js', import.meta.url));
const page = '<!doctype html><title>player</title><video></video><script src="hls.js"></script>';

const server = createServer((request, response) => {
  const script = request.url === '/hls.js';
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  response.end(script ? library : page);
});
await new Promise(done => server.listen(0, '127.0.0.1', done));

const profile = mkdtempSync(join(tmpdir(), 'player-'));
const browser = await chromium.launchPersistentContext(profile,
  { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
try {
  const seen = [];
  for (const url of process.argv.slice(2)) {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    seen.push(await tab.evaluate(play, url));
    await tab.close();
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}

// Runs in the page: each level from its beginning to its end, and then a change of level.
async function play(url) {
  const { Hls } = window;
  const video = document.querySelector('video');
  const seen = { url, errors: [], levels: [], shown: [] };
  const until = async (what, holds) => {
    for (const end = Date.now() + 20000; !holds();) {
      if (Date.now() > end) {
        seen.errors.push(`waited in vain for ${what}`);
        return;
      }
      await new Promise(done => setTimeout(done, 20));
    }
  };
  for (let level = 0, count = 1; level < count; level++) {
    const hls = new Hls({ startLevel: level });
    hls.on(Hls.Events.ERROR, (_, error) =>
      seen.errors.push(`${error.fatal ? 'fatal ' : ''}${error.details} ${error.reason ?? ''} at level ${level}`));
    hls.on(Hls.Events.MANIFEST_PARSED, () => { hls.loadLevel = level; });
    hls.loadSource(url);
    hls.attachMedia(video);
    await until('the master playlist', () => hls.levels.length > 0);
    count = hls.levels.length;
    const { width, height, bitrate, averageBitrate, attrs } = hls.levels[level];
    await until(`pictures of level ${level}`, () => video.readyState >= 3
      && video.videoWidth === (width || 0) && video.videoHeight === (height || 0));
    if (level === 0) {
      seen.begin = video.buffered.start(0);
      seen.subtitles = hls.subtitleTracks.map(({ name, lang }) => ({ name, lang }));
    }
    if (level === 0 && hls.subtitleTracks.length > 0) {
      hls.subtitleTrack = 0;
      hls.subtitleDisplay = true;
      await until('subtitles', () => [...video.textTracks].some(track => track.cues?.length > 0));
      seen.cues = [...video.textTracks].flatMap(track => [...track.cues ?? []])
        .map(({ startTime, endTime, text }) => ({ startTime, endTime, text }));
      for (const track of video.textTracks) {
        track.addEventListener('cuechange', () => [...track.activeCues ?? []].forEach(cue =>
          seen.shown.push({ at: video.currentTime, text: cue.text })));
      }
    }
    video.playbackRate = 4;
    video.play();
    await until(`the end of level ${level}`, () => video.ended);
    const { details } = hls.levels[level];
    seen.levels.push({ width, height, bitrate, averageBitrate, attrs: { ...attrs },
      segments: details.fragments.length, playlistSeconds: details.totalduration, duration: video.duration,
      soundBytes: video.webkitAudioDecodedByteCount ?? 0, frames: video.getVideoPlaybackQuality().totalVideoFrames,
      sounds: hls.audioTracks.map(({ groupId, name }) => ({ groupId, name })) });
    if (level === count - 1 && count > 1) {
      video.currentTime = 0;
      await until('the beginning', () => !video.seeking);
      // Of what is buffered, all after the segment at the beginning is thrown away and loaded again.
      hls.nextLevel = 0;
      video.play();
      await until('the change of level', () => video.videoWidth === (hls.levels[0].width || 0) && video.currentTime > 0);
      seen.changed = video.videoWidth === (hls.levels[0].width || 0);
    }
    hls.destroy();
  }
  return seen;
}
