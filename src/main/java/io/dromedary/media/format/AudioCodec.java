package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The codecs of sound. */
public enum AudioCodec implements WireName {
    AAC(true),
    OPUS(true),
    MP3(true),
    VORBIS(true),
    FLAC(false),
    /** Uncompressed samples. */
    PCM(false);

    private final boolean lossy;

    AudioCodec(boolean lossy) {
        this.lossy = lossy;
    }

    /** Whether it discards information, and so has a bitrate to choose. */
    public boolean isLossy() {
        return lossy;
    }
}
