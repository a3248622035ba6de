package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
        implements SoundEncode, PictureEncode {

    /** How the codec is made. */
    EncodingTable.Video coding() {
        return table.video().get(options.codec());
    }

    @Override
    public String pixelFormat() {
        return coding().pixelFormat();
    }

    /** {@code quality} speaks of the picture; its sound is always of the middle one. */
    @Override
    public SoundCoding soundCoding() {
        AudioCodec codec = options.format().audioCodec();
        return new SoundCoding(codec, table.audio().get(codec), Quality.MEDIUM, OptionalInt.empty());
    }

    @Override
    public OptionalDouble targetLufs() {
        return options.targetLufs();
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
