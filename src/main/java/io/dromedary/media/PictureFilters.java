package io.dromedary.media;

/** Writes out the filters that the steps before collected. */
final class PictureFilters {

    private PictureFilters() {}

    static void write(Encode encode, Draft draft) {
        if (!draft.filters().isEmpty()) {
            draft.add("-vf", String.join(",", draft.filters()));
        }
    }
}
