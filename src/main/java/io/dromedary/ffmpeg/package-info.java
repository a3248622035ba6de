/** Running ffmpeg and ffprobe. Knows nothing of jobs. */
package io.dromedary.ffmpeg;
