package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The codecs of sound. */
public enum AudioCodec implements WireName {
    AAC(true),
    OPUS(true),
    MP3(true),
    VORBIS(true),
    FLAC(false),
    /** Samples as they are. */
    PCM(false);

    private final boolean lossy;

    AudioCodec(boolean lossy) {
        this.lossy = lossy;
    }

    /** Whether it leaves out what is hardly heard, and so has a bitrate to choose. */
    public boolean isLossy() {
        return lossy;
    }
}
