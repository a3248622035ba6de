package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/** Repeats and leaves out pictures, so that the output has the rate that was asked for. */
final class FrameRate {

    private FrameRate() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        encode.fps().ifPresent(fps -> arguments.filter("fps=" + Arguments.number(fps)));
    }
}
