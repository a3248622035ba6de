package io.dromedary.media;

import java.nio.file.Path;

/**
 * Files that a command is expected to leave, by their names in the folder that it writes to. Any other file there is
 * unexpected.
 *
 * @param prefix of the names, with {@code /} between folders; the whole name of a single file
 * @param suffix of the names, behind the number; empty for a single file
 * @param first the first number of a numbered series
 * @param most how many files there may be: 1 for a single file, which must be there
 * @param maxBytes the largest size of each in bytes; {@link Long#MAX_VALUE} where only the server's own limit counts
 * @param use who needs them
 */
public record ExpectedFile(String prefix, String suffix, int first, int most, long maxBytes, Use use) {

    /** Who needs a file. */
    public enum Use {
        /** The owner of the job: it is a part of the result, which later commands may read. */
        RESULT,
        /** The server, which reads it; no command sees it again. */
        NOTE,
        /** Later commands of the same job; then it is of no use. */
        BETWEEN
    }

    /** One file of the result. */
    public static ExpectedFile file(Path file) {
        return new ExpectedFile(file.getFileName().toString(), "", 0, 1, Long.MAX_VALUE, Use.RESULT);
    }

    /** One file of the result in a folder of its own. */
    public static ExpectedFile file(String folder, String name) {
        return new ExpectedFile(folder + "/" + name, "", 0, 1, Long.MAX_VALUE, Use.RESULT);
    }

    /**
     * One file of text that the server reads.
     *
     * @param maxBytes a size that it cannot exceed
     */
    public static ExpectedFile note(String name, long maxBytes) {
        return new ExpectedFile(name, "", 0, 1, maxBytes, Use.NOTE);
    }

    /** One file that later commands read. */
    public static ExpectedFile between(Path file) {
        return new ExpectedFile(file.getFileName().toString(), "", 0, 1, Long.MAX_VALUE, Use.BETWEEN);
    }

    /** Files of the result, numbered without gaps and without leading zeros. */
    public static ExpectedFile numbered(String prefix, String suffix, int first, int most) {
        return new ExpectedFile(prefix, suffix, first, most, Long.MAX_VALUE, Use.RESULT);
    }

    /** Whether it is one file, whose whole name is known. */
    public boolean isSingle() {
        return suffix.isEmpty();
    }

    /** The name of one of the files. */
    public String name(int number) {
        return isSingle() ? prefix : prefix + number + suffix;
    }
}
