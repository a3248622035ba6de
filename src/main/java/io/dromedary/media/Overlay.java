package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;

/** Lays the watermark over the picture. The steps after this one see both as one. */
final class Overlay {

    private Overlay() {}

    /** The step of a video: last of all, on the picture as it will be seen. */
    static void write(VideoEncode encode, Draft draft) {
        VideoStream stream = encode.stream();
        boolean converted = stream.colour().isHdr() || stream.isRgb();
        encode.mark().ifPresent(mark -> write(
                mark,
                encode.geometry().outputWidth(),
                encode.geometry().outputHeight(),
                Blend.yuv(encode.coding().pixelFormat(), converted ? "bt709" : stream.colour().matrix()),
                draft));
    }

    /** The step of stills and animations: before their pixel format is made, or their colours are chosen. */
    static void write(StillEncode encode, Draft draft) {
        Geometry geometry = encode.geometry();
        encode.mark().ifPresent(
                mark -> write(mark, geometry.outputWidth(), geometry.outputHeight(), Blend.RGB, draft));
    }

    /** The same for any kind, on a picture of this size. */
    static void write(Mark mark, int width, int height, Blend blend, Draft draft) {
        Box box = mark.placeOn(width, height);
        draft.filter(blend.under().toArray(String[]::new));
        draft.overlay(chain(mark, box, blend),
                "overlay=x=%d:y=%d:format=%s".formatted(box.x(), box.y(), blend.format()));
    }

    private static List<String> chain(Mark mark, Box box, Blend blend) {
        var filters = new ArrayList<String>();
        filters.add("format=gbrap");
        VideoStream stream = mark.stream();
        if (box.width() != stream.storedWidth() || box.height() != stream.storedHeight()) {
            // What is transparent has a colour too, often black: it must not bleed into its neighbours.
            filters.addAll(List.of("premultiply=inplace=1", "scale=%d:%d".formatted(box.width(), box.height()),
                    "unpremultiply=inplace=1"));
        }
        if (mark.wish().opacity() < 1) {
            filters.add("colorchannelmixer=aa=" + Arguments.number(mark.wish().opacity()));
        }
        filters.addAll(blend.over());
        return filters;
    }
}
