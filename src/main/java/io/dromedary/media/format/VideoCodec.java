package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The video codecs of the HTTP contract. */
public enum VideoCodec implements WireName {
    H264(51),
    H265(51),
    VP9(63),
    AV1(63);

    private final int worstCrf;

    VideoCodec(int worstCrf) {
        this.worstCrf = worstCrf;
    }

    /** The largest constant rate factor that its encoders accept, which is their lowest quality. */
    public int worstCrf() {
        return worstCrf;
    }
}
