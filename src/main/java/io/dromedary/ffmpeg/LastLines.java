package io.dromedary.ffmpeg;

/** Keeps the last characters of a text of any length. */
final class LastLines {

    private final int limit;
    private final StringBuilder text = new StringBuilder();

    LastLines(int limit) {
        this.limit = limit;
    }

    synchronized void line(String line) {
        text.append(line, Math.max(0, line.length() - limit), line.length()).append('\n');
        if (text.length() > limit) {
            text.delete(0, text.length() - limit);
        }
    }

    synchronized String text() {
        return text.toString().strip();
    }
}
