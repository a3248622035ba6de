package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Changes the sound to the loudness asked for, by one gain for the whole, so that its dynamics are kept. Only where the
 * gain would raise peaks above the limit, a limiter reduces them.
 */
public final class Normalization {

    /** True peaks lie between samples: four times 48 kHz is close enough to them (ITU-R BS.1770-4, annex 2). */
    private static final int OVERSAMPLED = 192_000;

    /** LUFS: what is quieter is the noise of a room or a device rather than speech or music. */
    private static final double NOISE = -65;
    /** The most dB by which noise is raised. */
    private static final double NOISE_GAIN = 30;

    private Normalization() {}

    public static void write(SoundEncode encode, ArgumentBuilder arguments) {
        if (encode.targetLufs().isEmpty() || encode.sound().isEmpty()) {
            return;
        }
        AudioStream sound = encode.sound().get();
        double target = encode.targetLufs().getAsDouble();
        if (encode.inputs().measured().isEmpty()) {
            arguments.sound("volume={gain}dB");
            return;
        }
        Loudness.parse(encode.inputs().measured().get()).ifPresent(loudness -> {
            double needed = target - loudness.integrated();
            double gain = loudness.integrated() < NOISE ? Math.min(needed, NOISE_GAIN) : needed;
            arguments.sound("volume=" + Arguments.number(gain) + "dB");
            double limit = encode.table().truePeak();
            if (loudness.truePeak() + gain > limit) {
                arguments.sound(
                        "aresample=" + OVERSAMPLED,
                        // latency=1 compensates for the delay of looking ahead; level=0 turns off make-up gain.
                        "alimiter=limit=%sdB:attack=5:release=50:level=0:latency=1".formatted(Arguments.number(limit)),
                        "aresample=" + encode.soundCoding().sampleRate(sound));
            }
        });
    }
}
