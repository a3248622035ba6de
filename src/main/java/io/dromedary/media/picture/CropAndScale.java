package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Cuts and scales as worked out in {@link Geometry}. FFmpeg turns the picture upright before any filter of ours. */
final class CropAndScale {

    private CropAndScale() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        Geometry geometry = encode.geometry();
        // The colours of transparent pixels must not bleed into their neighbours.
        boolean transparent = encode.isRgb() && encode.stream().mayBeTransparent() && geometry.scales();
        if (transparent) {
            arguments.filter("format=gbrap", "premultiply=inplace=1");
        }
        geometry.crop().ifPresent(box -> arguments.filter("crop=" + box.forFilter()));
        if (geometry.scales()) {
            // scale would keep the shape by making pixels oblong; setsar makes them square.
            arguments.filter("scale=%d:%d".formatted(geometry.width(), geometry.height()) + range(encode), "setsar=1");
        }
        if (transparent) {
            arguments.filter("unpremultiply=inplace=1");
        }
    }

    /** Without it, scale would reduce full range, by which tone mapping still has to read it. */
    private static String range(PictureEncode encode) {
        VideoStream.Colour colour = encode.stream().colour();
        return colour.isHdr() && colour.range().equals("pc") ? ":in_range=pc:out_range=pc" : "";
    }
}
