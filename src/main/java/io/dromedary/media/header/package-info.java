/** Reads the headers of pictures: sizes, orientations, colour profiles, and what FFmpeg cannot decode. */
package io.dromedary.media.header;
