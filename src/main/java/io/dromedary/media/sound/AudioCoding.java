package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import java.util.List;

/** Sets the encoder of the sound, its bitrate or depth, channels and rate. */
public final class AudioCoding {

    /** The number of channels that the bitrates of several sounds are for. */
    private static final int STEREO = 2;

    private AudioCoding() {}

    public static void write(SoundEncode encode, ArgumentBuilder arguments) {
        encode.sound().ifPresent(sound -> write(sound, encode.soundCoding(), encode.soundBitrates(), arguments));
    }

    /** Takes over the sound as it is. */
    public static void copy(SoundEncode encode, ArgumentBuilder arguments) {
        arguments.add("-c:a", "copy");
    }

    /** Sets the encoder of all sounds. */
    public static void encoder(SoundEncode encode, ArgumentBuilder arguments) {
        encoder(encode.soundCoding(), arguments);
    }

    private static void encoder(SoundCoding coding, ArgumentBuilder arguments) {
        arguments.add("-c:a", coding.encoder());
        coding.table().options().forEach((name, value) -> arguments.add("-" + name, value));
    }

    /**
     * Sets what is of one stream among several.
     *
     * @param bitrate of it, in stereo, in bits/s
     * @param number of the stream among the sounds of the output
     */
    public static void stream(AudioStream sound, SoundCoding coding, int bitrate, int number, ArgumentBuilder arguments) {
        int channels = SoundCoding.channels(sound);
        arguments.add("-b:a:" + number, Integer.toString(bitrate * channels / STEREO));
        arguments.add("-ac:a:" + number, Integer.toString(channels));
        if (coding.sampleRate(sound) != sound.sampleRate()) {
            arguments.add("-ar:a:" + number, Integer.toString(coding.sampleRate(sound)));
        }
    }

    private static void write(
            AudioStream sound, SoundCoding coding, List<Integer> bitrates, ArgumentBuilder arguments) {
        int channels = SoundCoding.channels(sound);
        encoder(coding, arguments);
        if (!coding.codec().isLossy()) {
            // FFmpeg has no samples of 24 bits: these encoders make them from 32.
            arguments.add("-sample_fmt", coding.table().bits().get(coding.quality()) == 16 ? "s16" : "s32");
        } else if (bitrates.isEmpty()) {
            arguments.add("-b:a", Integer.toString(coding.bitrate(channels)));
        }
        for (int i = 0; i < bitrates.size(); i++) {
            arguments.add("-b:a:" + i, Integer.toString(bitrates.get(i) * channels / STEREO));
        }
        arguments.add("-ac", Integer.toString(channels));
        if (coding.sampleRate(sound) != sound.sampleRate()) {
            arguments.add("-ar", Integer.toString(coding.sampleRate(sound)));
        }
    }
}
