package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Puts the picture on a background: a larger canvas, or where the output cannot be transparent. */
public final class Background {

    private Background() {}

    public static void write(StillEncode encode, ArgumentBuilder arguments) {
        Geometry geometry = encode.geometry();
        String colour = encode.background().forFilter();
        if (encode.stream().mayBeTransparent() && !encode.keepsTransparency()) {
            Box box = geometry.canvas().orElse(new Box(geometry.width(), geometry.height(), 0, 0));
            arguments.filter("null[top];color=c=%s:s=%dx%d,format=rgb24[ground];[ground][top]overlay=%d:%d:format=rgb,format=rgb24"
                    .formatted(colour, box.width(), box.height(), box.x(), box.y()));
        } else {
            geometry.canvas().ifPresent(box -> arguments.filter("pad=%s:color=%s".formatted(box.forFilter(), colour)));
        }
    }
}
