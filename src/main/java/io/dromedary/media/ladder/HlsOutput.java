package io.dromedary.media.ladder;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Output;

/**
 * Names the playlists, with {@code %v} for the renditions' names. Their folders are made by FFmpeg, which would take a
 * {@code file:} for the name of one; an absolute path cannot be taken for an option or a protocol either.
 */
public final class HlsOutput {

    private HlsOutput() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        Output.mustHoldSomething(arguments);
        arguments.add("-y", encode.output().toString());
    }
}
