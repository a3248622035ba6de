package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The formats of an audio file, each of which holds one codec here. */
public enum AudioFormat implements WireName {
    MP3(AudioCodec.MP3, "mp3"),
    /** A stream of AAC frames (ADTS), as usual for {@code .aac}. */
    AAC(AudioCodec.AAC, "adts"),
    /** AAC in MP4. FFmpeg names this muxer after the player; it writes the brand by which players know sound alone. */
    M4A(AudioCodec.AAC, "ipod"),
    /** Ogg Vorbis, which every player of {@code .ogg} supports. */
    OGG(AudioCodec.VORBIS, "ogg"),
    /** Ogg Opus (RFC 7845). */
    OPUS(AudioCodec.OPUS, "opus"),
    WAV(AudioCodec.PCM, "wav"),
    FLAC(AudioCodec.FLAC, "flac");

    private final AudioCodec codec;
    private final String muxer;

    AudioFormat(AudioCodec codec, String muxer) {
        this.codec = codec;
        this.muxer = muxer;
    }

    /** The codec of its sound. */
    public AudioCodec codec() {
        return codec;
    }

    /** FFmpeg's name of its muxer. */
    public String muxer() {
        return muxer;
    }
}
