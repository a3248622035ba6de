// Plays adaptive results with hls.js in Chromium, level by level and to the end, and prints what it saw as JSON: one entry
// for each URL of a master playlist given.
import { play } from './player.mjs';

await play(['hls.js/dist/hls.min.js'], () => playLevels, process.argv.slice(2), 20_000);

// Runs in the page: each level from its beginning to its end, and then a change of level.
async function playLevels(url) {
  const { Hls } = window;
  const video = document.querySelector('video');
  const seen = { url, errors: [], levels: [], shown: [] };
  const until = (what, holds) => window.until(seen, what, holds);
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
