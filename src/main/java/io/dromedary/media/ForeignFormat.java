package io.dromedary.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises, by their first bytes, formats that many people send and that cannot be decoded here. */
public final class ForeignFormat {

    /** The number of bytes that {@link #advice} looks at. */
    public static final int BYTES = 512;

    /** The box that a HEIF file begins with, by its brands (ISO/IEC 23008-12, annex B). */
    private static final Pattern HEIC = Pattern.compile("(?s).{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1).*");
    private static final Pattern SVG = Pattern.compile("(?si)\\s*(<\\?xml.*)?(<!--.*)?(<!DOCTYPE svg.*)?<svg[\\s>].*");

    private ForeignFormat() {}

    /**
     * The advice for the sender of a file that could not be read; empty for any other format.
     *
     * @param head the file's first bytes
     */
    public static Optional<String> advice(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (HEIC.matcher(text).matches()) {
            return Optional.of("The input is a HEIC picture, for which this server's FFmpeg has no decoder."
                    + " Send it as JPEG: phones do so when set to 'most compatible'.");
        }
        if (SVG.matcher(text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).matches()) {
            return Optional.of("The input is an SVG drawing, which is not accepted: it may name other files."
                    + " Send it as PNG.");
        }
        return Optional.empty();
    }
}
