package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Throws away what comes out: the filters have written down what is wanted. */
public final class NullOutput {

    private NullOutput() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-f", "null", "-");
    }
}
