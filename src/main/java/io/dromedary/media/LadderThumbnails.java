package io.dromedary.media;

/** Writes the sheets of thumbnails, which {@link LadderFilters} makes out of the top's pictures, beside the playlists. */
final class LadderThumbnails {

    private LadderThumbnails() {}

    static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.sheets().ifPresent(sheets -> {
            arguments.add("-map", LadderFilters.SHEETS);
            arguments.add(ThumbnailCommand.coding(sheets));
            arguments.add(Arguments.fileUrl(sheets.pattern(encode.inputs())));
        });
    }
}
