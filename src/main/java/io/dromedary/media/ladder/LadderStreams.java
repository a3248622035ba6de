package io.dromedary.media.ladder;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Selects the pictures of every rung, and the sound once for each bitrate; nothing else of the input. */
public final class LadderStreams {

    private LadderStreams() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        for (int i = 0; i < encode.rungs().size(); i++) {
            arguments.add("-map", LadderFilters.label(i));
        }
        encode.sounds().forEach(stream ->
                encode.soundBitrates().forEach(bitrate -> arguments.add("-map", "0:" + stream.index())));
        arguments.add("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1");
    }
}
