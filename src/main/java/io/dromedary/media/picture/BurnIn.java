package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.FilterEscaping;

/** Draws the subtitles into the picture, at its final size. */
final class BurnIn {

    private BurnIn() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        encode.burnedIn().ifPresent(file -> arguments.filter("ass=filename=" + FilterEscaping.escaped(file.toString())));
    }
}
