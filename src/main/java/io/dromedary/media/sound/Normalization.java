package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Brings the sound to the loudness that was asked for: by one gain for all of it, so that its quiet and loud parts
 * keep their distance. Only where the gain would drive peaks over the limit, a limiter rounds those off.
 */
public final class Normalization {

    /** True peaks lie between samples: at four times 48 kHz they are near enough to one (ITU-R BS.1770-4, annex 2). */
    private static final int OVERSAMPLED = 192_000;

    private Normalization() {}

    public static void write(SoundEncode encode, ArgumentBuilder arguments) {
        if (encode.targetLufs().isEmpty() || encode.sound().isEmpty()) {
            return;
        }
        AudioStream sound = encode.sound().get();
        double target = encode.targetLufs().getAsDouble();
        if (encode.inputs().measured().isEmpty()) {
            Downmix.write(sound, arguments);
            arguments.sound("volume={gain}dB");
            return;
        }
        Loudness.parse(encode.inputs().measured().get()).ifPresent(loudness -> {
            Downmix.write(sound, arguments);
            double gain = target - loudness.integrated();
            arguments.sound("volume=" + Arguments.number(gain) + "dB");
            double limit = encode.table().truePeak();
            if (loudness.truePeak() + gain > limit) {
                arguments.sound(
                        "aresample=" + OVERSAMPLED,
                        // latency=1 takes back the delay of looking ahead; level=0 keeps it from making up loudness.
                        "alimiter=limit=%sdB:attack=5:release=50:level=0:latency=1".formatted(Arguments.number(limit)),
                        "aresample=" + encode.soundCoding().sampleRate(sound));
            }
        });
    }
}
