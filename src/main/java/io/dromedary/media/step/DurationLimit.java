package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/** Ends the output after the seconds that it may have, counted from the start. */
public final class DurationLimit {

    private DurationLimit() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.limit().ifPresent(seconds -> arguments.add("-t", Arguments.number(seconds)));
    }
}
