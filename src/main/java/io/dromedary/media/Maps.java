package io.dromedary.media;

/**
 * Takes the chosen streams and nothing else: no subtitles but ours, no data, chapters, nor metadata, which may
 * hold a place or a name.
 */
final class Maps {

    private Maps() {}

    static void write(Encode encode, Draft draft) {
        encode.picture().ifPresent(stream -> draft.add(
                "-map", encode.mark().isPresent() ? PictureFilters.RESULT : "0:" + stream.index()));
        encode.sound().ifPresent(stream -> draft.add("-map", "0:" + stream.index()));
        if (encode.sound().isEmpty()) {
            draft.add("-an");
        }
        // The watermark, where there is one, is the input between.
        encode.subtitleTrack().ifPresentOrElse(
                file -> draft.add("-map", encode.mark().isPresent() ? "2:0" : "1:0"), () -> draft.add("-sn"));
        draft.add("-dn", "-map_metadata", "-1", "-map_chapters", "-1");
    }
}
