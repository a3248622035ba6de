package io.dromedary.media.format;

import io.dromedary.media.MediaFile;
import io.dromedary.media.WireName;
import java.util.Set;

/** The formats of a still picture. */
public enum ImageFormat implements WireName {
    JPEG("image2pipe", false, Set.of("jpeg_pipe")),
    PNG("image2pipe", true, Set.of("png_pipe", "apng")),
    WEBP("webp", true, Set.of("webp_pipe")),
    AVIF("avif", true, Set.of());

    private final String muxer;
    private final boolean transparent;
    private final Set<String> demuxers;

    ImageFormat(String muxer, boolean transparent, Set<String> demuxers) {
        this.muxer = muxer;
        this.transparent = transparent;
        this.demuxers = demuxers;
    }

    /** FFmpeg's name of its muxer; not {@code image2}, which takes a {@code %} in a file's name for a number. */
    public String muxer() {
        return muxer;
    }

    /** Whether it can be transparent. */
    public boolean isTransparent() {
        return transparent;
    }

    /** The format that a file has, where it is one of these; JPEG for all others. */
    public static ImageFormat of(MediaFile file) {
        if (file.brand().equals("avif")) {
            return AVIF;
        }
        for (ImageFormat format : values()) {
            if (file.formats().stream().anyMatch(format.demuxers::contains)) {
                return format;
            }
        }
        return JPEG;
    }
}
