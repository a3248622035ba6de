package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.option.Rgb;

/**
 * Puts the picture on a larger canvas. The pad filter turns its colour into luma and chroma by the
 * matrix of standard definition, whatever the picture uses; a colour with a hue is therefore added
 * in RGB, and {@link Colours} turns all of it.
 */
public final class Pad {

    private Pad() {}

    public static void write(VideoEncode encode, ArgumentBuilder arguments) {
        Rgb background = encode.options().framing().background();
        encode
                .geometry()
                .canvas()
                .ifPresent(
                        canvas -> {
                            if (!background.isGrey()) {
                                arguments.filter("format=gbrp");
                            }
                            arguments.filter("pad=%s:color=%s".formatted(canvas.forFilter(), background.forFilter()));
                        });
    }
}
