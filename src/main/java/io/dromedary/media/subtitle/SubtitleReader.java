package io.dromedary.media.subtitle;

import io.dromedary.media.Attachment;
import io.dromedary.media.MediaException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SubRip and WebVTT, as tolerantly as players do: anything between two cues is skipped, so that numbers, headers
 * and the blocks NOTE, STYLE and REGION (W3C WebVTT §4.1), none of which may contain an arrow, need no rules of their
 * own.
 */
public final class SubtitleReader {

    /** Two hours of film have about 2,000. */
    private static final int MOST_CUES = 20_000;

    /** Two lines of 40 characters are usual. */
    private static final int LONGEST_CUE = 2_000;

    private static final String TIME = "(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
    private static final Pattern TIMES = Pattern.compile("\\s*(-?)" + TIME + "\\s*-->\\s*" + TIME + "(?:\\s.*)?");

    private final List<String> lines;
    private final List<Cue> cues = new ArrayList<>();
    private final boolean webVtt;
    private final Attachment file;
    private int at;

    private SubtitleReader(List<String> lines, Attachment file) {
        this.lines = lines;
        this.file = file;
        this.webVtt = !lines.isEmpty() && lines.get(0).startsWith("WEBVTT");
    }

    /**
     * Reads SubRip or WebVTT.
     *
     * @param file which file it is, for messages
     * @throws MediaException {@code input_unsupported} when it is neither, or too long
     */
    public static Subtitles read(String text, Attachment file) {
        // A byte order mark may begin the file, and concatenated files have it in their middle.
        var reader = new SubtitleReader(text.replace("\uFEFF", "").lines().toList(), file);
        reader.readAll();
        return new Subtitles(reader.cues.stream().sorted(Comparator.comparingDouble(Cue::start)).toList());
    }

    private void readAll() {
        while (at < lines.size()) {
            Matcher times = TIMES.matcher(lines.get(at++));
            if (times.matches()) {
                // A file that was shifted too far to the front begins before the film.
                readCue(times.group(1).isEmpty() ? seconds(times, 2) : 0, seconds(times, 6));
            }
        }
        if (cues.isEmpty() && !webVtt) {
            throw refused("is neither SubRip nor WebVTT");
        }
    }

    private void readCue(double start, double end) {
        var text = new ArrayList<String>();
        while (at < lines.size() && !endsCue(lines.get(at)) && !isTimes(at)) {
            text.add(lines.get(at++));
        }
        // Without an empty line between them, the next cue's number is below this cue's text.
        if (at < lines.size() && isTimes(at) && !text.isEmpty() && text.get(text.size() - 1).matches("\\s*\\d+\\s*")) {
            text.remove(text.size() - 1);
        }
        String whole = String.join("\n", text);
        if (whole.length() > LONGEST_CUE) {
            throw refused("has a cue of more than " + LONGEST_CUE + " characters");
        }
        List<List<Cue.Span>> marked = SubtitleText.read(whole, webVtt);
        if (end > start && !marked.isEmpty()) {
            cues.add(new Cue(start, end, marked));
        }
        if (cues.size() > MOST_CUES) {
            throw refused("has more than " + MOST_CUES + " cues");
        }
    }

    /** In WebVTT a line that holds a blank is text. */
    private boolean endsCue(String line) {
        return webVtt ? line.isEmpty() : line.isBlank();
    }

    private boolean isTimes(int line) {
        return TIMES.matcher(lines.get(line)).matches();
    }

    private static double seconds(Matcher times, int group) {
        int hours = times.group(group) == null ? 0 : Integer.parseInt(times.group(group));
        String fraction = (times.group(group + 3) + "00").substring(0, 3);
        return hours * 3600 + Integer.parseInt(times.group(group + 1)) * 60 + Integer.parseInt(times.group(group + 2))
                + Integer.parseInt(fraction) / 1000.0;
    }

    private MediaException refused(String what) {
        return MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                "The file at '%s' %s. Send subtitles as SubRip (.srt) or WebVTT (.vtt).".formatted(file.shortField(), what),
                file.field());
    }
}
