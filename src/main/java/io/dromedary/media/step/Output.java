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
        write(Arguments.fileUrl(encode.output()), arguments);
    }

    public static void write(String name, ArgumentBuilder arguments) {
        reports(arguments);
        arguments.add("-abort_on", "empty_output", "-y", name);
    }

    /** Discards the output: the filters have written what is needed. */
    public static void discard(Encode encode, ArgumentBuilder arguments) {
        discard(arguments);
    }

    public static void discard(ArgumentBuilder arguments) {
        reports(arguments);
        arguments.add("-f", "null", "-");
    }

    /**
     * Reports progress on standard output as key=value lines, twice a second; the text on standard error differs between
     * versions.
     */
    private static void reports(ArgumentBuilder arguments) {
        arguments.add("-nostats", "-stats_period", "0.5", "-progress", "pipe:1");
    }
}
