/**
 * What can be done with media, and what is known of it.
 *
 * <p>Other packages use this one alone: {@link io.dromedary.media.Media} says what to run and reads what programs print;
 * the records are what it takes and gives. The packages below it are one order, each of which knows only those after it:
 * {@code plan}, {@code ladder}, {@code hls}, {@code thumbnail}, {@code picture}, {@code sound}, {@code step},
 * {@code subtitle}, {@code option}, {@code table}, {@code probe}, {@code format}, {@code ffmpeg}. All of it is pure: no
 * process is started and no file is opened.
 */
package io.dromedary.media;
