package io.dromedary.media;

import java.util.List;

/** What the segments of an adaptive result are. */
public enum SegmentFormat implements WireName {
    /** MPEG transport stream: what every player of HLS takes. */
    TS("mpegts", "ts", 6, 1.4, List.of()),
    /** Fragments of MP4: a few percent smaller, and the only one in which Apple's players take H.265. */
    FMP4("fmp4", "m4s", 7, 0, List.of("-hls_segment_options", "movflags=+frag_discont+negative_cts_offsets"));

    private final String muxer;
    private final String extension;
    private final int version;
    private final double lead;
    private final List<String> muxerOptions;

    SegmentFormat(String muxer, String extension, int version, double lead, List<String> muxerOptions) {
        this.muxer = muxer;
        this.extension = extension;
        this.version = version;
        this.lead = lead;
        this.muxerOptions = muxerOptions;
    }

    /** FFmpeg's word for it. */
    public String muxer() {
        return muxer;
    }

    /**
     * Options for it. Fragments say themselves when they play, and the first picture is shown when it is decoded: FFmpeg
     * would say both in an edit list, which players in browsers do not read, so that pictures that begin later than the
     * sound would be early.
     */
    public List<String> muxerOptions() {
        return muxerOptions;
    }

    /** The extension of a segment's file, without the dot. */
    public String extension() {
        return extension;
    }

    /** The version of HLS that its playlists need (RFC 8216 §7). */
    public int version() {
        return version;
    }

    /**
     * Seconds that FFmpeg's muxer adds to every moment: that of transport streams twice its {@code -muxdelay} of 0.7
     * (libavformat/mpegtsenc.c).
     */
    public double lead() {
        return lead;
    }
}
