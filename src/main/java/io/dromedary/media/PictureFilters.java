package io.dromedary.media;

/** Writes out the filters that the steps before collected: as a chain, or as a graph where there is a second input. */
final class PictureFilters {

    /** What comes out of the graph, for {@link Maps}. */
    static final String RESULT = "[picture]";

    private PictureFilters() {}

    static void write(Encode encode, Draft draft) {
        if (draft.overlaid()) {
            draft.add("-filter_complex",
                    "[0:" + encode.picture().orElseThrow().index() + "]" + String.join(",", draft.filters()) + RESULT);
        } else if (!draft.filters().isEmpty()) {
            draft.add("-vf", String.join(",", draft.filters()));
        }
    }
}
