package io.dromedary.work;

import io.dromedary.media.MediaFile;

/**
 * What ffprobe says of the input.
 *
 * @param whole whether the whole file was here; if not, ffprobe is asked again when it is
 */
public record Probed(MediaFile media, boolean whole) {
}
