package io.dromedary.media;

/** Chooses the colours of a GIF by all of its pictures, and draws them with those. */
final class Palette {

    private Palette() {}

    static void write(AnimationEncode encode, ArgumentBuilder arguments) {
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
