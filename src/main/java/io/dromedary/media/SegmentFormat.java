package io.dromedary.media;

import java.util.List;

/** The format of the segments of an adaptive result. */
public enum SegmentFormat implements WireName {
    /** MPEG transport stream, which every HLS player supports. */
    TS("mpegts", "ts", 6, 1.4, List.of()),
    /** Fragments of MP4: a few percent smaller, and the only format in which Apple's players support H.265. */
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

    /** FFmpeg's name for it. */
    public String muxer() {
        return muxer;
    }

    /** FFmpeg's name of what reads it. */
    public String demuxer() {
        return this == TS ? "mpegts" : "mov";
    }

    /**
     * Options for its muxer. The fragments themselves carry the start time and the composition offsets: FFmpeg would
     * put both in an edit list, which players in browsers ignore, so that pictures that begin later than the sound
     * would be early.
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
     * Seconds that FFmpeg's muxer adds to every time; for transport streams, twice its {@code -muxdelay} of 0.7
     * (libavformat/mpegtsenc.c).
     */
    public double lead() {
        return lead;
    }
}
