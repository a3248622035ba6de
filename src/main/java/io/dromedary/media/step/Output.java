package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Names the output, replacing what a killed attempt may have left. An output without a single packet is an error;
 * FFmpeg would report success and leave headers alone.
 */
public final class Output {

    private Output() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        mustHoldSomething(arguments);
        arguments.add("-y", Arguments.fileUrl(encode.output()));
    }

    public static void mustHoldSomething(ArgumentBuilder arguments) {
        arguments.add("-abort_on", "empty_output");
    }
}
