package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Reports progress on standard output as key=value lines, twice a second; the text on standard error differs between
 * versions.
 */
public final class ProgressReports {

    private ProgressReports() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-nostats", "-stats_period", "0.5", "-progress", "pipe:1");
    }
}
