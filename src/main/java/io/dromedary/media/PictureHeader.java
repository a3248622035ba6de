package io.dromedary.media;

import java.util.Optional;

/**
 * What the header of a picture's file says, read without decoding anything: FFmpeg misses some of it, and ffprobe cannot
 * read some of these files at all.
 *
 * @param format of the file
 * @param codec FFmpeg's name of the codec, such as {@code hevc}
 * @param width pixels as stored
 * @param height pixels as stored
 * @param orientation how to turn the stored picture upright, 1 to 8 as in Exif (Exif 2.3, 4.6.4)
 * @param pixelFormat FFmpeg's name of a pixel format with the same components; {@code unknown} to leave it to ffprobe
 * @param colour how its samples encode colours, where the header declares it
 * @param profile the name of its colour profile; empty without one, and for that of sRGB
 * @param reason why FFmpeg cannot read it, in words that follow "The input"; empty where it can
 * @param isProbed whether ffprobe can read it
 * @param declared its colours, where it has numbers of its own for them and no profile
 */
public record PictureHeader(
        Format format,
        String codec,
        int width,
        int height,
        int orientation,
        String pixelFormat,
        Optional<VideoStream.Colour> colour,
        Optional<String> profile,
        Optional<String> reason,
        boolean isProbed,
        Optional<DeclaredColours> declared) {

    /** A header without numbers for its colours. */
    public PictureHeader(Format format, String codec, int width, int height, int orientation, String pixelFormat,
            Optional<VideoStream.Colour> colour, Optional<String> profile, Optional<String> reason, boolean isProbed) {
        this(format, codec, width, height, orientation, pixelFormat, colour, profile, reason, isProbed, Optional.empty());
    }

    /** In place of the name of a pixel format: FFmpeg has none for the colours of print. */
    public static final String CMYK = "cmyk";

    /** Formats of pictures whose headers are read. */
    public enum Format {
        JPEG, PNG, WEBP, TIFF, HEIC, AVIF,
        /** One that lacks nothing but its end. */
        JPEG_WITHOUT_END,
        /** One whose alpha cannot be read; the headers of others are not. */
        BMP,
        /** One whose transparency is known. */
        GIF,
        /** One that libvips cannot read, and FFmpeg can. */
        TIFF_BY_FFMPEG
    }

    /** Whether its colours are those of print. */
    public boolean isCmyk() {
        return pixelFormat.equals(CMYK);
    }

    /** The name by which libvips knows the profile of a picture that declares its primaries without one. */
    public Optional<String> impliedProfile() {
        return colour.filter(each -> each.primaries().equals("smpte432") && !each.isHdr()).map(each -> "p3");
    }

    /** The header of a JPEG that was looked at, and lacks nothing but its end. */
    public PictureHeader withoutEnd() {
        return new PictureHeader(Format.JPEG_WITHOUT_END, codec, width, height, orientation, pixelFormat, colour, profile, reason,
                isProbed, declared);
    }

    /** Whether its end is missing, and nothing else. */
    public boolean lacksEnd() {
        return format == Format.JPEG_WITHOUT_END;
    }

    /** Whether it has several pictures, of which only libvips reads the first. */
    public boolean isAnimated() {
        return format == Format.WEBP && !isProbed;
    }

    /** Whether FFmpeg turns it upright by itself: it reads the orientation of JPEG alone. */
    public boolean isTurnedByFfmpeg() {
        return format == Format.JPEG || format == Format.JPEG_WITHOUT_END;
    }

    /** Whether a still of it is better made by libvips. */
    public boolean isForLibvips() {
        return format != Format.BMP && format != Format.GIF && format != Format.TIFF_BY_FFMPEG;
    }

    /** Whether it has an alpha that neither FFmpeg nor libvips reads. */
    public boolean losesAlpha() {
        return format == Format.BMP;
    }

    /** Whether libvips turns it upright by itself: 8.14 does not find the orientation of a WebP. */
    public boolean isTurnedByLibvips() {
        return orientation == 1 || format != Format.WEBP;
    }

    /** The header of the PNG to which it is converted, in sRGB and as it is stored if it is not turned. */
    public PictureHeader converted() {
        return new PictureHeader(Format.PNG, "png", width, height, isTurnedByLibvips() ? 1 : orientation, "unknown",
                Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    /** What of it FFmpeg would read wrongly, or not at all, in words that follow "The input". */
    public Optional<String> needsLibvips() {
        return reason.or(() -> profile.map(name -> "has the colour profile '" + name + "'"));
    }
}
