package io.dromedary.media;

/** Keeps ffmpeg quiet but for errors, and from reading the terminal. */
final class QuietMode {

    private QuietMode() {}

    static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-nostdin", "-hide_banner", "-v", "error");
    }
}
