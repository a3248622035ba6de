package io.dromedary.media.sound;

import io.dromedary.media.MediaFile;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Encode;

/**
 * Fills the time before a sound that begins late with silence, where it would be lost otherwise: most formats of sound
 * alone begin with their first sample.
 */
public final class LateSound {

    /** Seconds that nobody misses: codecs and containers begin that late. */
    private static final double UNNOTICED = 0.1;

    private LateSound() {}

    /** For a result of sound alone. This goes after the cut. */
    public static void alone(Encode encode, ArgumentBuilder arguments) {
        if (lead(encode) > UNNOTICED) {
            fill(arguments);
        }
    }

    /** For a result with pictures, whose containers say when the sound begins: only if all of the part is silent. */
    public static void besidePicture(Encode encode, ArgumentBuilder arguments) {
        if (encode.limit().isPresent() && lead(encode) > encode.limit().getAsDouble() - UNNOTICED) {
            fill(arguments);
        }
    }

    /** Seconds from the start of the result to the first sound; below 0 where the sound is cut. */
    private static double lead(Encode encode) {
        return encode.sound().map(sound -> encode.file().spans().get(sound.index())).map(MediaFile.Span::start).orElse(0.0)
                - encode.clip().start();
    }

    private static void fill(ArgumentBuilder arguments) {
        arguments.sound("aresample=async=1:first_pts=0");
    }
}
