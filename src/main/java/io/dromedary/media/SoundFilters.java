package io.dromedary.media;

/** Writes out the filters on the sound that the steps before collected. */
final class SoundFilters {

    private SoundFilters() {}

    static void write(Encode encode, Draft draft) {
        if (!draft.soundFilters().isEmpty()) {
            draft.add("-af", String.join(",", draft.soundFilters()));
        }
    }
}
