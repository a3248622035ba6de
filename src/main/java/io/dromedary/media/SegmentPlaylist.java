package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The playlist of a rendition's segments (RFC 8216 §4.3).
 *
 * @param header the name of the file that goes before every segment, where there is one
 * @param segments in their order
 * @param begin of the first, in seconds on the clock of the segments
 */
public record SegmentPlaylist(Optional<String> header, List<Segment> segments, double begin) {

    /**
     * A last segment shorter than this, in seconds, is merged into the one before: players stumble over single pictures
     * or sounds.
     */
    private static final double SHORTEST_LAST = 0.25;

    public SegmentPlaylist {
        segments = List.copyOf(segments);
    }

    /** A playlist whose segments begin at 0. */
    public SegmentPlaylist(Optional<String> header, List<Segment> segments) {
        this(header, segments, 0);
    }

    /** The same playlist with this beginning. */
    public SegmentPlaylist beginning(double seconds) {
        return new SegmentPlaylist(header, segments, seconds);
    }

    /**
     * One segment.
     *
     * @param name of its file, beside the playlist
     * @param seconds how long it plays
     */
    public record Segment(String name, double seconds) {}

    /** The playlist of a rendition whose segments have these durations, in seconds. */
    public static SegmentPlaylist of(Rendition rendition, List<Double> seconds) {
        return new SegmentPlaylist(rendition.header(), IntStream.range(0, seconds.size())
                .mapToObj(i -> new Segment(rendition.segment(i), seconds.get(i))).toList());
    }

    /** Whether the last segment should be merged into the one before. */
    public boolean endsTooShort() {
        return segments.size() > 1 && segments.get(segments.size() - 1).seconds() < SHORTEST_LAST;
    }

    /** The playlist after the last segment was merged into the one before. */
    public SegmentPlaylist withLastMerged() {
        var joined = new ArrayList<>(segments);
        Segment last = joined.remove(joined.size() - 1);
        Segment before = joined.remove(joined.size() - 1);
        joined.add(new Segment(before.name(), before.seconds() + last.seconds()));
        return new SegmentPlaylist(header, joined, begin);
    }

    /** The duration of the whole, in seconds. */
    public double seconds() {
        return segments.stream().mapToDouble(Segment::seconds).sum();
    }

    /** The target duration in seconds: every segment's, rounded to the nearest integer, is at most this (§4.3.3.1). */
    public long target() {
        return Math.max(1, segments.stream().mapToLong(segment -> Math.round(segment.seconds())).max().orElse(1));
    }

    /** The text of the playlist. */
    public String text(Rendition rendition) {
        var lines = new ArrayList<>(List.of(
                "#EXTM3U",
                "#EXT-X-VERSION:" + rendition.format().version(),
                "#EXT-X-TARGETDURATION:" + target(),
                "#EXT-X-MEDIA-SEQUENCE:0",
                "#EXT-X-PLAYLIST-TYPE:VOD"));
        if (rendition.isPicture()) {
            lines.add("#EXT-X-INDEPENDENT-SEGMENTS");
        }
        header.ifPresent(name -> lines.add("#EXT-X-MAP:URI=\"" + name + "\""));
        // Behind the map, which it would count for, too. Without an IV, that is the segment's number (RFC 8216 §5.2).
        rendition.keyUrl().ifPresent(url -> lines.add("#EXT-X-KEY:METHOD=AES-128,URI=\"" + url + "\""));
        segments.forEach(segment -> {
            lines.add(String.format(Locale.ROOT, "#EXTINF:%.6f,", segment.seconds()));
            lines.add(segment.name());
        });
        lines.add("#EXT-X-ENDLIST");
        return String.join("\n", lines) + "\n";
    }
}
