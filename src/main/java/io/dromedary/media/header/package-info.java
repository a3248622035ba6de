/**
 * Reads headers: sizes, orientations and colour profiles of pictures, and what FFmpeg cannot decode of them; the index of MP4; and
 * where files end.
 */
package io.dromedary.media.header;
