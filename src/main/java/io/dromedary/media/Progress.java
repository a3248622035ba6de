package io.dromedary.media;

/**
 * Reports progress on standard output as key=value lines, twice a second; the text on standard
 * error changes its form between versions.
 */
final class Progress {

    private Progress() {}

    static void write(Encode encode, Draft draft) {
        draft.add("-nostats", "-stats_period", "0.5", "-progress", "pipe:1");
    }
}
