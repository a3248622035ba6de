package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Selects the chosen streams and nothing else: no subtitles but ours, and no data, chapters or metadata, which may hold
 * a place or a name.
 */
public final class StreamSelection {

    /** The label of the pictures after a graph of filters. */
    public static final String FILTERED = "[picture]";

    private StreamSelection() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.picture().ifPresent(stream -> arguments.add(
                "-map", encode.mark().isPresent() ? FILTERED : "0:" + stream.index()));
        encode.sound().ifPresent(stream -> arguments.add("-map", "0:" + stream.index()));
        if (encode.sound().isEmpty()) {
            arguments.add("-an");
        }
        // The watermark, where there is one, is the input before it.
        int first = encode.mark().isPresent() ? 2 : 1;
        for (int i = 0; i < encode.subtitleTracks().size(); i++) {
            arguments.add("-map", first + i + ":0");
        }
        if (encode.subtitleTracks().isEmpty()) {
            arguments.add("-sn");
        }
        arguments.add("-dn", "-map_metadata", "-1", "-map_chapters", "-1");
    }
}
