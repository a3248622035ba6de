package io.dromedary.media;

import java.util.List;
import java.util.Optional;

/**
 * A rendition as it was made.
 *
 * @param rendition which one
 * @param playlist its segments
 * @param bytes the size of each segment
 * @param sample what ffprobe says of the first segment
 * @param codec its codec as RFC 6381 writes it
 */
public record MeasuredRendition(
        Rendition rendition, SegmentPlaylist playlist, List<Long> bytes, MediaFile sample, String codec) {

    public MeasuredRendition {
        bytes = List.copyOf(bytes);
    }

    /** How it differs from what it must be, in words for the job's owner; empty where it does not. */
    public Optional<String> difference() {
        return rendition.expected().difference(playlist.seconds(), sample)
                .map(what -> "The rendition " + rendition.name() + " is not whole: " + what + ". Nothing of it is published.");
    }

    /** Its bitrate over all of it, in bits/s. */
    public long averageBandwidth() {
        long all = bytes.stream().mapToLong(Long::longValue).sum();
        return Math.round(8 * all / playlist.seconds());
    }

    /**
     * Its peak, in bits/s: the highest bitrate of neighbouring segments that together play between half and one and a
     * half of the target duration (RFC 8216 §4.1). A short last segment alone does not count, unless it is the only
     * one.
     */
    public long peakBandwidth() {
        double peak = 0;
        List<SegmentPlaylist.Segment> segments = playlist.segments();
        for (int first = 0; first < segments.size(); first++) {
            double seconds = 0;
            long size = 0;
            for (int last = first; last < segments.size() && seconds <= 1.5 * playlist.target(); last++) {
                seconds += segments.get(last).seconds();
                size += bytes.get(last);
                if (seconds >= 0.5 * playlist.target() && seconds <= 1.5 * playlist.target()) {
                    peak = Math.max(peak, 8 * size / seconds);
                }
            }
        }
        return Math.max((long) Math.ceil(peak), averageBandwidth());
    }
}
