// Numbers with units, and times, as people read them.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1536000 -> "1.5 MB"; units of 1000, as stores bill them. */
export function bytes(count) {
  if (count === null || count === undefined) {
    return '';
  }
  let unit = 0;
  let value = count;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) {
    value /= 1000;
  }
  return `${short(value)} ${UNITS[unit]}`;
}

/** 1500000 -> "1.5 Mbit/s". */
export function bitrate(bits) {
  return bits >= 999500 ? `${short(bits / 1e6)} Mbit/s` : `${short(bits / 1000)} kbit/s`;
}

function short(value) {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}

/** Milliseconds as "0.42 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined || milliseconds < 0) {
    return '';
  }
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)} s`;
  }
  if (seconds < 59.5) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 3570) {
    return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.round(minutes / 1440)} days`;
}

/** A position in media: 75.2 -> "1:15". */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** "1 job", "1,000 jobs". */
export function counted(number, one) {
  return `${number.toLocaleString()} ${one}${number === 1 ? '' : 's'}`;
}

/** "just now", "5 min ago", "in 5 min"; the date when it is more than a day away. */
export function ago(time, now = Date.now()) {
  const seconds = Math.round((now - time) / 1000);
  if (seconds < -5 && seconds > -86400) {
    return `in ${span(-seconds)}`;
  }
  if (Math.abs(seconds) <= 5) {
    return 'just now';
  }
  return seconds > 0 && seconds < 86400 ? `${span(seconds)} ago` : new Date(time).toLocaleDateString(undefined,
    { day: 'numeric', month: 'short', year: new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric' });
}

function span(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

/** The exact moment, with its zone. */
export function exact(time) {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}

/** adaptive_video -> "adaptive video". */
export function words(name) {
  return String(name ?? '').replaceAll('_', ' ');
}

/** webhook_url -> "Webhook URL": the name of an option or a field, above its value. */
export function titled(name) {
  return capitalised(words(name)).replace(/\b(?:fps|id|url)\b/gi, word => word.toUpperCase());
}

export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The last part of a URL or key, by which people know a file. */
export function fileName(url) {
  const path = String(url ?? '').replace(/[?#].*$/, '').replace(/\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name) || path;
  } catch {
    return name || path;
  }
}

/** What a file is, in a few words: "1280 × 720 · 0:06 · 806 kB". */
export function described(file) {
  return [
    file.width && file.height ? `${file.width} × ${file.height}` : '',
    file.duration ? clock(file.duration) : '',
    file.fps ? `${short(file.fps)} fps` : '',
    [file.codecs?.video, file.codecs?.audio].filter(Boolean).join(' + '),
    file.bitrate ? bitrate(file.bitrate) : '',
    bytes(file.filesize),
  ].filter(Boolean).join(' · ');
}

/** { video: 'encoded', audio: 'copied' } -> "Picture encoded, sound copied". */
export function ways(how) {
  const { video, audio } = how ?? {};
  return capitalised([video && `picture ${video}`, audio && `sound ${audio}`].filter(Boolean).join(', '));
}

/** How fast a task is: an encode in times of real time, a transfer in bytes a second. */
export function speed(task) {
  if (!task?.speed) {
    return '';
  }
  return ['import', 'export'].includes(task.kind) ? `${bytes(task.speed)}/s` : `${short(task.speed)}× real time`;
}
