package io.dromedary.media;

/**
 * Puts the picture on a larger canvas. The pad filter turns its colour into luma and chroma by the
 * matrix of standard definition, whatever the picture uses; a colour with a hue is therefore added
 * in RGB, and {@link Colours} turns all of it.
 */
final class Pad {

    private Pad() {}

    static void write(VideoEncode encode, Draft draft) {
        Rgb background = encode.options().framing().background();
        encode
                .geometry()
                .canvas()
                .ifPresent(
                        canvas -> {
                            if (!background.isGrey()) {
                                draft.filter("format=gbrp");
                            }
                            draft.filter("pad=%s:color=%s".formatted(canvas.forFilter(), background.forFilter()));
                        });
    }
}
