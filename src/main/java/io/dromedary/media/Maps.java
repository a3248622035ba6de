package io.dromedary.media;

/**
 * Takes the chosen streams and nothing else: no subtitles, data, chapters, nor metadata, which may
 * hold a place or a name.
 */
final class Maps {

    private Maps() {}

    static void write(Encode encode, Draft draft) {
        encode.picture().ifPresent(stream -> draft.add("-map", "0:" + stream.index()));
        encode.sound().ifPresent(stream -> draft.add("-map", "0:" + stream.index()));
        if (encode.sound().isEmpty()) {
            draft.add("-an");
        }
        draft.add("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1");
    }
}
