package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Discards the output: the filters have written what is needed. */
public final class NullOutput {

    private NullOutput() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-f", "null", "-");
    }
}
