package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AnimationFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;

/** Chooses the palette of a GIF from all of its pictures, and applies it. */
public final class Palette {

    private Palette() {}

    public static void write(AnimationEncode encode, ArgumentBuilder arguments) {
        if (encode.options().format() == AnimationFormat.GIF) {
            Quality quality = encode.options().quality();
            EncodingTable.Animation table = encode.table().animation();
            arguments.filter("split[pictures][colours];[colours]palettegen=max_colors=%d[palette];"
                    .formatted(table.colours().get(quality))
                    + "[pictures][palette]paletteuse=dither=%s".formatted(table.dither().get(quality)));
        } else {
            arguments.filter("format=bgra");
        }
    }
}
