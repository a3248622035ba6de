package io.dromedary.media;

import io.dromedary.media.plan.FfmpegMedia;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.table.EncodingTableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be done with media by the table that the product is shipped with. */
public final class ShippedMedia {

    // It is read once for all tests, which ask for it before each run of a tool.
    private static final String YAML = text();
    private static final EncodingTable TABLE = EncodingTableReader.read(YAML);
    private static final Media WITH = new FfmpegMedia(YAML, () -> true);
    private static final Media WITHOUT = new FfmpegMedia(YAML, () -> false);

    private ShippedMedia() {}

    private static String text() {
        try {
            return Files.readString(Path.of("config/encoding.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the table. */
    public static String yaml() {
        return YAML;
    }

    /** The table itself. */
    public static EncodingTable table() {
        return TABLE;
    }

    /** What can be done by it. */
    public static Media media() {
        return media(true);
    }

    /** The same on a machine with or without libvips. */
    public static Media media(boolean libvips) {
        return libvips ? WITH : WITHOUT;
    }
}
