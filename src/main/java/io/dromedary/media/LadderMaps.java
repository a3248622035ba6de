package io.dromedary.media;

/** Takes the pictures of every rung, and the sound once for each bitrate; nothing else of the input. */
final class LadderMaps {

    private LadderMaps() {}

    static void write(AdaptiveEncode encode, Draft draft) {
        for (int i = 0; i < encode.rungs().size(); i++) {
            draft.add("-map", LadderFilters.label(i));
        }
        encode.sound().ifPresent(stream ->
                encode.soundBitrates().forEach(bitrate -> draft.add("-map", "0:" + stream.index())));
        draft.add("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1");
    }
}
