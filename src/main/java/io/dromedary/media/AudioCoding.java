package io.dromedary.media;

/** Sets the encoder of the sound, its bitrate or depth, channels and rate. */
final class AudioCoding {

    private AudioCoding() {}

    static void write(SoundEncode encode, Draft draft) {
        encode.sound().ifPresent(sound -> write(sound, encode.soundCoding(), draft));
    }

    private static void write(AudioStream sound, SoundCoding coding, Draft draft) {
        int channels = SoundCoding.channels(sound);
        draft.add("-c:a", coding.encoder());
        coding.table().options().forEach((name, value) -> draft.add("-" + name, value));
        if (coding.codec().isLossy()) {
            draft.add("-b:a", Integer.toString(coding.bitrate(channels)));
        } else {
            // FFmpeg has no samples of 24 bits: these encoders make them of 32.
            draft.add("-sample_fmt", coding.table().bits().get(coding.quality()) == 16 ? "s16" : "s32");
        }
        draft.add("-ac", Integer.toString(channels));
        if (coding.sampleRate(sound) != sound.sampleRate()) {
            draft.add("-ar", Integer.toString(coding.sampleRate(sound)));
        }
    }
}
