package io.dromedary.media;

/** What the segments of an adaptive result are. */
public enum SegmentFormat implements WireName {
    /** MPEG transport stream: what every player of HLS takes. */
    TS("mpegts", "ts", 6, 1.4),
    /** Fragments of MP4: a few percent smaller, and the only one in which Apple's players take H.265. */
    FMP4("fmp4", "m4s", 7, 0);

    private final String muxer;
    private final String extension;
    private final int version;
    private final double lead;

    SegmentFormat(String muxer, String extension, int version, double lead) {
        this.muxer = muxer;
        this.extension = extension;
        this.version = version;
        this.lead = lead;
    }

    /** FFmpeg's word for it. */
    String muxer() {
        return muxer;
    }

    /** The extension of a segment's file, without the dot. */
    String extension() {
        return extension;
    }

    /** The version of HLS that its playlists need (RFC 8216 §7). */
    int version() {
        return version;
    }

    /**
     * Seconds that FFmpeg's muxer adds to every moment: that of transport streams twice its {@code -muxdelay} of 0.7
     * (libavformat/mpegtsenc.c).
     */
    double lead() {
        return lead;
    }

    /** The format that is used for a codec: H.265 in a transport stream is no HLS (Apple's authoring rules, 1.5). */
    SegmentFormat suiting(VideoCodec codec) {
        return codec == VideoCodec.H265 ? FMP4 : this;
    }
}
