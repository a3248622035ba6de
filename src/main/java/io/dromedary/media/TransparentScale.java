package io.dromedary.media;

/** Cuts and scales a picture that may be transparent: the colours of what is not seen must not bleed into the rest. */
final class TransparentScale {

    private TransparentScale() {}

    static void write(StillEncode encode, Draft draft) {
        boolean transparent = encode.stream().mayBeTransparent() && encode.geometry().scales();
        if (transparent) {
            draft.filter("format=gbrap", "premultiply=inplace=1");
        }
        CropAndScale.write(encode, draft);
        if (transparent) {
            draft.filter("unpremultiply=inplace=1");
        }
    }
}
