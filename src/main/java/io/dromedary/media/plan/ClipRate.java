package io.dromedary.media.plan;

import io.dromedary.media.ffmpeg.Arguments;

/**
 * A constant rate of pictures.
 *
 * @param value a second
 * @param text as FFmpeg reads it exactly
 */
record ClipRate(double value, String text) {

    private static final double NEAR = 0.001;

    /** The rate itself, or that of television which it is a rounded form of: 24, 30 or 60 by 1001 thousandths. */
    static ClipRate of(double rate) {
        long whole = Math.round(rate);
        if (Math.abs(rate - whole) < NEAR && whole > 0) {
            return new ClipRate(whole, Long.toString(whole));
        }
        long television = Math.round(rate * 1.001);
        if (Math.abs(rate - television / 1.001) < NEAR) {
            return new ClipRate(television * 1000 / 1001.0, television * 1000 + "/1001");
        }
        return new ClipRate(rate, Arguments.number(rate));
    }
}
