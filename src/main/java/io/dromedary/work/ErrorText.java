package io.dromedary.work;

import java.util.List;

/** Extracts what the owner of a job may read of ffmpeg's messages: one line, without paths of this machine. */
final class ErrorText {

    private static final int MAX_CHARS = 200;

    private ErrorText() {
    }

    /** The last informative line, without paths and without addresses of objects. */
    static String publicLine(Attempt attempt, String errorOutput) {
        // ffmpeg mentions every stream that it was told to skip.
        List<String> lines = errorOutput.lines().filter(line -> !line.isBlank() && !line.contains("not on whitelist"))
                .toList();
        String line = (lines.isEmpty() ? "" : lines.get(lines.size() - 1))
                .replaceAll("(file:)?(\\.{1,2}/|/\\S+/)+", "")
                .replaceAll("\\b(given|out)/", "")
                .replaceAll(" @ 0x[0-9a-f]+", "")
                .replaceAll("[\\p{Cntrl}]", " ")
                .strip();
        if (line.isEmpty()) {
            return "ffmpeg gave no reason.";
        }
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "…";
    }
}
