package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Converts a video's picture that is in RGB by now to BT.709, and declares that in the output. Players assume BT.709 for
 * a video that declares nothing; FFmpeg would use the matrix of standard definition.
 */
final class Colours {

    private Colours() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        boolean paddedInRgb =
                encode.geometry().canvas().isPresent()
                        && !encode.background().isGrey();
        if (!encode.isRgb() && (encode.stream().isRgb() || encode.isFlattened() || paddedInRgb)) {
            arguments.filter(
                    "scale=out_color_matrix=bt709:out_range=tv",
                    "format=" + encode.pixelFormat(),
                    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709");
        }
    }
}
