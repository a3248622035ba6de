package io.dromedary.media.ladder;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Output;

/**
 * Names the playlists, with {@code %v} for the renditions' names. FFmpeg makes their folders, and would take {@code
 * file:} for the name of one; a relative or absolute path is not an option or a protocol either.
 */
public final class HlsOutput {

    private HlsOutput() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        Output.write(encode.output().toString(), arguments);
    }
}
