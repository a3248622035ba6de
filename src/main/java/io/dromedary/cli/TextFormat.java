package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats values for people. */
final class TextFormat {
    private TextFormat() {
    }

    /** A server's text without control characters, which could manipulate the terminal. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** A JSON value as plain text; a dash for null. */
    static String plain(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "-" : plain(value.isTextual() ? value.asText() : value.toString());
    }

    /** Local time of Unix milliseconds; a dash if there is none. */
    static String time(JsonNode millis) {
        return millis.isNumber()
                ? DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault())
                        .format(Instant.ofEpochMilli(millis.asLong()))
                : "-";
    }

    /** Elapsed time as {@code 0:07} or {@code 1:02:03}. */
    static String elapsed(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Capitalizes a text, unless the first word is a name such as h264. */
    static String capitalised(String text) {
        return text.matches("(?s)[a-z]+\\b.*") ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
    }

    /** A text in lines of at most {@code width} characters, broken at blanks where there are some. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /** Bytes in powers of 1000, as stores bill them. */
    static String bytes(long bytes) {
        double value = bytes;
        String unit = " B";
        for (String larger : new String[] {" kB", " MB", " GB", " TB"}) {
            if (value < 1000) {
                break;
            }
            value /= 1000;
            unit = larger;
        }
        return unit.equals(" B") ? bytes + unit : String.format(Locale.ROOT, "%.1f%s", value, unit);
    }
}
