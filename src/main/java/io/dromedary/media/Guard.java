package io.dromedary.media;

/** Keeps ffmpeg quiet but for errors, and from reading the terminal. */
final class Guard {

    private Guard() {}

    static void write(Encode encode, Draft draft) {
        draft.add("-nostdin", "-hide_banner", "-v", "error");
    }
}
