package io.dromedary.media.picture;

import io.dromedary.media.MediaException;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.option.Watermark;
import io.dromedary.media.step.WatermarkImage;
import java.util.ArrayList;
import java.util.List;

/** Lays the watermark over the picture as it will be seen. The steps after this one see both as one. */
final class Overlay {

    private Overlay() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        encode.mark().ifPresent(mark -> write(mark, encode, arguments));
    }

    private static Blend blend(PictureEncode encode) {
        VideoStream stream = encode.stream();
        boolean converted = stream.colour().isHdr() || stream.isRgb() || encode.isFlattened();
        return encode.isRgb() ? Blend.RGB
                : Blend.yuv(encode.pixelFormat(), converted ? "bt709" : stream.colour().matrix());
    }

    private static void write(WatermarkImage mark, PictureEncode encode, ArgumentBuilder arguments) {
        Geometry geometry = encode.geometry();
        Blend blend = blend(encode);
        Box box = place(mark, geometry.outputWidth(), geometry.outputHeight());
        arguments.filter(blend.under().toArray(String[]::new));
        arguments.overlay(encode.inputs().beside(), chain(mark, box, blend),
                "overlay=x=%d:y=%d:format=%s".formatted(box.x(), box.y(), blend.format()));
    }

    private static List<String> chain(WatermarkImage mark, Box box, Blend blend) {
        var filters = new ArrayList<>(OwnColours.filters(mark.file(), mark.stream()));
        filters.add("format=gbrap");
        VideoStream stream = mark.stream();
        if (box.width() != stream.storedWidth() || box.height() != stream.storedHeight()) {
            // Transparent pixels have a colour, too, often black: it must not bleed into their neighbours.
            filters.addAll(List.of("premultiply=inplace=1", "scale=%d:%d".formatted(box.width(), box.height()),
                    "unpremultiply=inplace=1"));
        }
        if (mark.request().opacity() < 1) {
            filters.add("colorchannelmixer=aa=" + Arguments.number(mark.request().opacity()));
        }
        filters.addAll(blend.over());
        return filters;
    }

    /**
     * Its position and size on a result of this size: no larger than fits between the margins.
     *
     * @throws MediaException {@code option_conflict} when the margins leave no room
     */
    static Box place(WatermarkImage mark, int width, int height) {
        Watermark asked = mark.request();
        int roomWidth = width - 2 * asked.margin();
        int roomHeight = height - 2 * asked.margin();
        if (roomWidth < 2 || roomHeight < 2) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    ("A margin of %d pixels leaves no room for the watermark on a result of %d×%d."
                            + " Ask for a smaller one.")
                            .formatted(asked.margin(), width, height), "options.watermark.margin");
        }
        double wanted = asked.width().map(size -> size.of(width)).orElse((double) mark.stream().storedWidth());
        double aspect = (double) mark.stream().storedHeight() / mark.stream().storedWidth();
        double fitting = Math.min(wanted, Math.min(roomWidth, roomHeight / aspect));
        int across = Math.max(1, (int) Math.round(fitting));
        int down = Math.max(1, (int) Math.round(fitting * aspect));
        return new Box(across, down, asked.margin() + asked.position().x(roomWidth - across),
                asked.margin() + asked.position().y(roomHeight - down));
    }
}
