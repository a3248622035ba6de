/** How arguments and filters are written for ffmpeg, and how its JSON is read. */
package io.dromedary.media.ffmpeg;
