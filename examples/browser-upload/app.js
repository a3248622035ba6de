// Sends a video to this site, waits for the job, and plays its result.
import Hls from '/hls.js';

const [file, progress, status, player] = ['file', 'progress', 'status', 'player'].map(id => document.getElementById(id));

function show(text, percent) {
  status.textContent = text;
  progress.hidden = percent === undefined;
  progress.value = percent ?? 0;
}

/** With XMLHttpRequest, as fetch does not tell how much has been sent. */
function send(video) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/videos?name=${encodeURIComponent(video.name)}`);
    request.upload.onprogress = event => show('Sending', 100 * event.loaded / event.total);
    request.onload = () => request.status === 200 ? resolve(JSON.parse(request.responseText))
      : reject(new Error('The video was not accepted'));
    request.onerror = () => reject(new Error('The connection was lost'));
    request.send(video);
  });
}

async function finished(id) {
  for (;;) {
    const job = await (await fetch(`/videos/${id}`)).json();
    if (job.status === 'succeeded') {
      return job.playlist;
    }
    if (job.status === 'failed' || job.status === 'cancelled') {
      throw new Error(job.error ?? `The job was ${job.status}`);
    }
    show('Encoding', job.progress);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

function play(playlist) {
  player.hidden = false;
  if (Hls.isSupported()) {
    const hls = new Hls();
    hls.loadSource(playlist);
    hls.attachMedia(player);
  } else {
    player.src = playlist;
  }
  return player.play();
}

file.addEventListener('change', async () => {
  try {
    const { id } = await send(file.files[0]);
    await play(await finished(id));
    show('Playing');
  } catch (error) {
    show(error.message);
  }
});
