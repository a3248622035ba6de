package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Sets the encoder of the sound, its bitrate or depth, channels and rate. */
public final class AudioCoding {

    private AudioCoding() {}

    public static void write(SoundEncode encode, ArgumentBuilder arguments) {
        encode.sound().ifPresent(sound -> write(sound, encode.soundCoding(), arguments));
    }

    private static void write(AudioStream sound, SoundCoding coding, ArgumentBuilder arguments) {
        int channels = SoundCoding.channels(sound);
        arguments.add("-c:a", coding.encoder());
        coding.table().options().forEach((name, value) -> arguments.add("-" + name, value));
        if (coding.codec().isLossy()) {
            arguments.add("-b:a", Integer.toString(coding.bitrate(channels)));
        } else {
            // FFmpeg has no samples of 24 bits: these encoders make them from 32.
            arguments.add("-sample_fmt", coding.table().bits().get(coding.quality()) == 16 ? "s16" : "s32");
        }
        arguments.add("-ac", Integer.toString(channels));
        if (coding.sampleRate(sound) != sound.sampleRate()) {
            arguments.add("-ar", Integer.toString(coding.sampleRate(sound)));
        }
    }
}
