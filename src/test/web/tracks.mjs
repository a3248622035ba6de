// Plays adaptive results with several sounds and subtitles in Chromium, by hls.js or shaka-player, changes both while they
// play, and prints what it saw as JSON: one entry for each URL given, which is a master playlist or a manifest of DASH.
import { play } from './player.mjs';

await play(['hls.js/dist/hls.min.js', 'shaka-player/dist/shaka-player.compiled.js'],
  url => url.endsWith('.mpd') ? playDash : playHls, process.argv.slice(2), 30_000);

async function playHls(url) {
  const { Hls } = window;
  const video = document.querySelector('video');
  const seen = { url, errors: [] };
  const until = (what, holds) => window.until(seen, what, holds);
  const hls = new Hls();
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (error.fatal) {
      seen.errors.push(`${error.details} ${error.reason ?? ''}`);
    }
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  await until('the playlists', () => hls.levels.length > 0 && video.readyState >= 3);
  seen.sounds = hls.audioTracks.map(({ name, lang, default: isDefault }) => ({ name, lang, default: !!isDefault }));
  seen.subtitles = hls.subtitleTracks.map(({ name, lang, default: isDefault }) => ({ name, lang, default: !!isDefault }));
  video.play();
  await until('the beginning', () => video.currentTime > 0.2);
  if (hls.audioTracks.length > 1) {
    let switched = false;
    hls.on(Hls.Events.AUDIO_TRACK_SWITCHED, () => { switched = true; });
    const bytes = video.webkitAudioDecodedByteCount;
    seen.changedAt = video.currentTime;
    hls.audioTrack = 1;
    await until('the other sound', () => switched);
    await until('what follows the change', () => video.currentTime > seen.changedAt + 0.3);
    seen.movedTo = video.currentTime;
    seen.sound = hls.audioTracks[hls.audioTrack].lang;
    seen.decoded = video.webkitAudioDecodedByteCount > bytes;
  }
  seen.cues = [];
  hls.subtitleDisplay = true;
  for (let track = 0; track < hls.subtitleTracks.length; track++) {
    const { lang } = hls.subtitleTracks[track];
    const cues = () => [...video.textTracks].filter(one => one.language === lang).flatMap(one => [...one.cues ?? []]);
    hls.subtitleTrack = track;
    await until(`subtitles ${track}`, () => cues().length > 0);
    seen.cues.push(cues().map(({ text }) => text).join());
  }
  video.playbackRate = 4;
  await until('the end', () => video.ended);
  seen.end = video.currentTime;
  hls.destroy();
  return seen;
}

async function playDash(url) {
  const { shaka } = window;
  const video = document.querySelector('video');
  const seen = { url, errors: [] };
  const until = (what, holds) => window.until(seen, what, holds);
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  player.addEventListener('error', ({ detail }) => seen.errors.push(`${detail.code} ${JSON.stringify(detail.data)}`));
  try {
    await player.attach(video);
    await player.load(url);
  } catch (error) {
    seen.errors.push(`${error.code} ${JSON.stringify(error.data)}`);
    return seen;
  }
  const variants = player.getVariantTracks();
  seen.sounds = [...new Set(variants.map(({ language }) => language))].map(lang => ({ lang }));
  seen.subtitles = player.getTextTracks().map(({ label, language }) => ({ name: label, lang: language }));
  seen.codecs = [...new Set(variants.map(({ codecs }) => codecs))];
  video.play();
  await until('the beginning', () => video.currentTime > 0.2);
  const active = () => player.getVariantTracks().find(track => track.active).language;
  const other = variants.find(({ language }) => language !== active());
  if (other) {
    seen.changedAt = video.currentTime;
    player.configure('abr.enabled', false);
    player.selectVariantTrack(other, true);
    await until('the other sound', () => active() === other.language);
    await until('what follows the change', () => video.currentTime > seen.changedAt + 0.3);
    seen.movedTo = video.currentTime;
    seen.sound = active();
  }
  seen.cues = [];
  for (const track of player.getTextTracks()) {
    player.selectTextTrack(track);
    await player.setTextTrackVisibility?.(true);
    const cues = () => [...video.textTracks].flatMap(one => [...one.cues ?? []].map(({ text }) => text))
      .filter(text => !seen.cues.includes(text));
    await until(`subtitles ${track.label}`, () => cues().length > 0);
    seen.cues.push(cues().join());
  }
  video.playbackRate = 4;
  await until('the end', () => video.ended);
  seen.end = video.currentTime;
  await player.destroy();
  return seen;
}
