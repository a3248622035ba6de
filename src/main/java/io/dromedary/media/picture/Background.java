package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.option.Rgb;

/**
 * Puts the picture on a background: on a larger canvas, or where the output cannot be transparent. The pad filter turns
 * its colour into luma and chroma by the matrix of standard definition, whatever the picture uses; a colour with a hue
 * is therefore added in RGB, and {@link Colours} converts the whole.
 */
final class Background {

    private Background() {}

    /**
     * Lays the pictures of a video, which cannot be transparent, over its background before anything else mixes their
     * colours with hidden ones. The ground is made from the pictures themselves, so that it has their times.
     */
    static void flatten(PictureEncode encode, ArgumentBuilder arguments) {
        if (encode.isFlattened()) {
            Rgb colour = encode.background();
            arguments.filter("format=gbrap", "split[ground][top];[ground]lutrgb=r=%d:g=%d:b=%d:a=255[solid]"
                    .formatted(colour.red(), colour.green(), colour.blue()) + ";[solid][top]overlay=format=gbrp",
                    "format=gbrp");
        }
    }

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        Geometry geometry = encode.geometry();
        Rgb colour = encode.background();
        if (encode.isRgb() && encode.stream().mayBeTransparent() && !encode.keepsTransparency()) {
            Box box = geometry.canvas().orElse(new Box(geometry.width(), geometry.height(), 0, 0));
            arguments.filter("null[top];color=c=%s:s=%dx%d,format=rgb24[ground];[ground][top]overlay=%d:%d:format=rgb,format=rgb24"
                    .formatted(colour.forFilter(), box.width(), box.height(), box.x(), box.y()));
            return;
        }
        geometry.canvas().ifPresent(box -> {
            if (!encode.isRgb() && !encode.isFlattened() && !colour.isGrey()) {
                arguments.filter("format=gbrp");
            }
            arguments.filter("pad=%s:color=%s".formatted(box.forFilter(), colour.forFilter()));
        });
    }
}
