package io.dromedary.media;

/** Writes out the filters on the sound that the steps before collected. */
final class SoundFilters {

    private SoundFilters() {}

    static void write(Encode encode, ArgumentBuilder arguments) {
        if (!arguments.soundFilters().isEmpty()) {
            arguments.add("-af", String.join(",", arguments.soundFilters()));
        }
    }
}
