package io.dromedary.media;

/** The audio codecs that go with a video. */
public enum AudioCodec implements WireName {
    AAC,
    OPUS
}
