package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A playlist of segments, as FFmpeg wrote it for us (RFC 8216); one from elsewhere is never read.
 *
 * @param target the playlist's target duration in seconds
 * @param header the name of the file that goes before every segment, where there is one
 * @param segments in their order
 */
public record SegmentPlaylist(int target, Optional<String> header, List<Segment> segments) {

    private static final String TARGET = "#EXT-X-TARGETDURATION:";
    private static final String HEADER = "#EXT-X-MAP:URI=\"";
    private static final String LENGTH = "#EXTINF:";

    public SegmentPlaylist {
        segments = List.copyOf(segments);
    }

    /**
     * One segment.
     *
     * @param name of its file, beside the playlist
     * @param seconds how long it plays
     */
    public record Segment(String name, double seconds) {}

    /** Reads the text of a playlist. */
    public static SegmentPlaylist parse(String text) {
        int target = 0;
        double seconds = 0;
        Optional<String> header = Optional.empty();
        var segments = new ArrayList<Segment>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(TARGET)) {
                target = Integer.parseInt(line.substring(TARGET.length()));
            } else if (line.startsWith(HEADER)) {
                header = Optional.of(line.substring(HEADER.length(), line.indexOf('"', HEADER.length())));
            } else if (line.startsWith(LENGTH)) {
                seconds = Double.parseDouble(line.substring(LENGTH.length(), line.indexOf(',')));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                segments.add(new Segment(line, seconds));
            }
        }
        return new SegmentPlaylist(target, header, segments);
    }

    /** A segment that is shorter than this many seconds is a crumb: players stumble over single pictures or sounds. */
    private static final double CRUMB = 0.25;

    /** Is the last segment one that had better be a part of the one before? */
    public boolean endsInCrumb() {
        return segments.size() > 1 && segments.get(segments.size() - 1).seconds() < CRUMB;
    }

    /** The text of a playlist whose last segment has become a part of the one before, its own name gone. */
    public static String withoutCrumb(String text) {
        var lines = new ArrayList<>(text.lines().toList());
        SegmentPlaylist playlist = parse(text);
        List<Segment> segments = playlist.segments();
        Segment crumb = segments.get(segments.size() - 1);
        Segment before = segments.get(segments.size() - 2);
        int place = lines.indexOf(crumb.name());
        lines.subList(place - 1, place + 1).clear();
        lines.set(lines.indexOf(before.name()) - 1,
                String.format(Locale.ROOT, "%s%.6f,", LENGTH, before.seconds() + crumb.seconds()));
        return String.join("\n", lines) + "\n";
    }

    /** How long all of it plays, in seconds. */
    public double seconds() {
        return segments.stream().mapToDouble(Segment::seconds).sum();
    }
}
