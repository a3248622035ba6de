package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Turns a picture that is in RGB by now into BT.709, and says so in the output. Players take a
 * video that says nothing for BT.709; FFmpeg would use the matrix of standard definition.
 */
public final class Colours {

    private Colours() {}

    public static void write(VideoEncode encode, ArgumentBuilder arguments) {
        boolean paddedInRgb =
                encode.geometry().canvas().isPresent()
                        && !encode.options().framing().background().isGrey();
        if (encode.stream().isRgb() || paddedInRgb) {
            arguments.filter(
                    "scale=out_color_matrix=bt709:out_range=tv",
                    "format=" + encode.coding().pixelFormat(),
                    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709");
        }
    }
}
