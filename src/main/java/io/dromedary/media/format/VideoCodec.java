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

    /** The largest number its encoders take as constant rate factor, which is their lowest quality. */
    public int worstCrf() {
        return worstCrf;
    }
}
