package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Converts the pictures of stills and animations to red, green and blue of 8 bits, in which padding and transparency are exact. */
final class RgbPixels {

    /** From this height on, video that declares no colours has those of high definition (ITU-R BT.709). */
    private static final int HIGH_DEFINITION = 720;

    private RgbPixels() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        if (!encode.isRgb()) {
            return;
        }
        VideoStream stream = encode.stream();
        boolean silentVideo = stream.colour().matrix().equals("unknown")
                && !stream.colour().isHdr() && !stream.isRgb() && !encode.file().isStill();
        if (silentVideo && stream.storedHeight() >= HIGH_DEFINITION) {
            arguments.filter("scale=in_color_matrix=bt709");
        }
        arguments.filter("format=" + (stream.mayBeTransparent() ? "rgba" : "rgb24"));
    }
}
