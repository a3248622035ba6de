/** Reads the headers of pictures: sizes, orientations, colour profiles, and what FFmpeg cannot decode; and where files end. */
package io.dromedary.media.header;
