package io.dromedary.e2e;

import java.util.Locale;

/**
 * What became of one file as one kind of job.
 *
 * @param reason why it was refused or has failed, or what differs
 */
record CorpusRow(String file, String kind, Verdict verdict, String reason) {

    /** What became of it. */
    enum Verdict {
        /** It is as it was planned. */
        RIGHT,
        /** The file is none for this kind, and the error says why. */
        REFUSED,
        /** The job has succeeded, and its result is another than planned. */
        DIFFERS,
        /** The job has failed, and not because of what the file is. */
        FAILED;

        /** As it is printed. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String line() {
        return "%-8s %-14s %s%s".formatted(verdict.word(), kind, file, reason.isEmpty() ? "" : "  " + reason);
    }
}
