package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the steps of a video know.
 *
 * @param options what the caller asked for
 * @param material the files that are here
 * @param stream the stream whose pictures are encoded
 * @param sound the stream whose sound is encoded
 * @param geometry cut, size and padding, worked out
 */
record VideoEncode(
        VideoOptions options,
        Material material,
        EncodingTable table,
        Path output,
        VideoStream stream,
        Optional<AudioStream> sound,
        Geometry geometry)
        implements Encode {

    /** How the codec is made. */
    EncodingTable.Video coding() {
        return table.video().get(options.codec());
    }

    @Override
    public MediaFile file() {
        return material.file();
    }

    @Override
    public Path input() {
        return material.input();
    }

    @Override
    public Clip clip() {
        return options.clip();
    }

    @Override
    public Optional<VideoStream> picture() {
        return Optional.of(stream);
    }
}
