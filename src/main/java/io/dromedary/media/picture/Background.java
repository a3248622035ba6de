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
            if (!encode.isRgb() && !colour.isGrey()) {
                arguments.filter("format=gbrp");
            }
            arguments.filter("pad=%s:color=%s".formatted(box.forFilter(), colour.forFilter()));
        });
    }
}
