package io.dromedary.media.ffmpeg;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;

/** Writes values for ffmpeg and ffprobe. */
public final class Arguments {

    private Arguments() {}

    /**
     * A path that can only mean a file: without the prefix, {@code -v.mp4} would be an option and {@code http:x.mp4} a
     * protocol.
     */
    public static String fileUrl(Path file) {
        return "file:" + file;
    }

    /** A number without exponent, rounded to microseconds, FFmpeg's own resolution of time. */
    public static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
