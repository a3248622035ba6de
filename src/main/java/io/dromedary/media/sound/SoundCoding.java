package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;
import java.util.OptionalInt;

/**
 * How sound is encoded.
 *
 * @param codec the codec
 * @param table its configuration
 * @param quality the level looked up in the table
 * @param bitrate bits/s of all channels; empty for the bitrate of the quality
 */
public record SoundCoding(AudioCodec codec, EncodingTable.Audio table, Quality quality, OptionalInt bitrate) {

    /** More than two channels are mixed down: stereo plays everywhere, and phones have two loudspeakers. */
    private static final int MOST_CHANNELS = 2;

    /** Below these bits/s libvorbis has no mode at 44.1 kHz. */
    private static final int VORBIS_LOW_MONO = 32_000;
    private static final int VORBIS_LOW_STEREO = 48_000;

    public static int channels(AudioStream sound) {
        return Math.min(sound.channels(), MOST_CHANNELS);
    }

    public String encoder() {
        return table.encoder(quality);
    }

    /** Bits/s of all channels, no more than the encoder accepts for their number. */
    public int bitrate(int channels) {
        int wanted = bitrate.orElse(channels * table.bitratePerChannel().get(quality));
        return Math.min(wanted, channels * table.maxBitratePerChannel());
    }

    /**
     * Samples per second of the output. libvorbis has modes for some pairs of rate and bitrate only (its {@code
     * lib/modes/setup_*.h}); these three rates have one for every bitrate that can be asked for.
     */
    public int sampleRate(AudioStream sound) {
        if (codec == AudioCodec.VORBIS) {
            int channels = channels(sound);
            if (bitrate(channels) < (channels == 1 ? VORBIS_LOW_MONO : VORBIS_LOW_STEREO)) {
                return 22_050;
            }
            return Math.min(sound.sampleRate() >= 48_000 ? 48_000 : 44_100, table.maxSampleRate());
        }
        return Math.min(sound.sampleRate(), table.maxSampleRate());
    }
}
