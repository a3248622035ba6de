package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Makes ffmpeg print errors only, and keeps it from reading the terminal. */
public final class QuietMode {

    private QuietMode() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-nostdin", "-hide_banner", "-v", "error");
    }
}
