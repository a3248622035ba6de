package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Cuts and scales as worked out in {@link Geometry}. FFmpeg turns the picture upright before any
 * filter of ours.
 */
public final class CropAndScale {

    private CropAndScale() {}

    public static void write(PictureEncode encode, ArgumentBuilder arguments) {
        Geometry geometry = encode.geometry();
        geometry.crop().ifPresent(box -> arguments.filter("crop=" + box.forFilter()));
        if (geometry.scales()) {
            // scale would keep the shape by making pixels oblong; setsar makes them square.
            arguments.filter("scale=%d:%d".formatted(geometry.width(), geometry.height()), "setsar=1");
        }
    }
}
