/** Subtitles: read from SubRip and WebVTT, written anew as WebVTT or for drawing. */
package io.dromedary.media.subtitle;
