package io.dromedary.media;

/** Writes the sheets of thumbnails, which {@link LadderFilters} makes out of the top's pictures, beside the playlists. */
final class SheetsOutput {

    private SheetsOutput() {}

    static void write(AdaptiveEncode encode, Draft draft) {
        encode.sheets().ifPresent(sheets -> {
            draft.add("-map", LadderFilters.SHEETS);
            draft.add(SheetsCommand.coding(sheets));
            draft.add(Arguments.fileUrl(sheets.pattern(encode.material())));
        });
    }
}
