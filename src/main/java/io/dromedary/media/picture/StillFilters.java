package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.ImageFormat;

/**
 * Writes the filters of a still and selects their output. A transparent AVIF consists of two pictures: the colours and
 * the alpha.
 */
public final class StillFilters {

    /** JPEG and, by FFmpeg's conversion, WebP have the luma of standard definition (JFIF, RFC 6386). */
    private static final String JFIF = "scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p";

    private static final String SRGB_IN_AVIF = "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p,"
            + "setparams=range=pc:color_primaries=bt709:color_trc=iec61966-2-1:colorspace=bt709";

    private StillFilters() {}

    public static void write(ImageEncode encode, ArgumentBuilder arguments) {
        String chain = "[0:%d]%s,".formatted(encode.stream().index(), String.join(",", arguments.filters()));
        boolean transparent = encode.stream().mayBeTransparent();
        if (encode.format() == ImageFormat.AVIF && transparent) {
            arguments.add("-filter_complex", chain + "split[colours][solid];[colours]" + SRGB_IN_AVIF
                    + "[still];[solid]alphaextract[alpha]", "-map", "[still]", "-map", "[alpha]");
            return;
        }
        String last = switch (encode.format()) {
            case JPEG -> JFIF;
            case PNG -> "format=" + (transparent ? "rgba" : "rgb24");
            case WEBP -> "format=bgra";
            case AVIF -> SRGB_IN_AVIF;
        };
        arguments.add("-filter_complex", chain + last + "[still]", "-map", "[still]");
    }
}
