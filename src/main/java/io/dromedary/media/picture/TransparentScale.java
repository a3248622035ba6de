package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Cuts and scales a picture that may be transparent: the colours of what is not seen must not bleed into the rest. */
public final class TransparentScale {

    private TransparentScale() {}

    public static void write(StillEncode encode, ArgumentBuilder arguments) {
        boolean transparent = encode.stream().mayBeTransparent() && encode.geometry().scales();
        if (transparent) {
            arguments.filter("format=gbrap", "premultiply=inplace=1");
        }
        CropAndScale.write(encode, arguments);
        if (transparent) {
            arguments.filter("unpremultiply=inplace=1");
        }
    }
}
