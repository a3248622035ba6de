package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the steps of a still picture know.
 *
 * @param options what the caller asked for
 * @param material the files that are here
 * @param format the output's
 * @param stream the stream of which a picture is taken
 * @param geometry cut, size and padding, worked out
 * @param mark the watermark
 */
record ImageEncode(
        ImageOptions options,
        Material material,
        EncodingTable table,
        Path output,
        ImageFormat format,
        VideoStream stream,
        Geometry geometry,
        Optional<Mark> mark)
        implements StillEncode {

    @Override
    public Rgb background() {
        return options.framing().background();
    }

    @Override
    public boolean keepsTransparency() {
        return format.isTransparent();
    }

    /** Up to one second before the moment near an input's end: see {@link StillMoment}. */
    @Override
    public Clip clip() {
        return new Clip(Math.max(0, options.start() - StillMoment.lead(this)), OptionalDouble.empty());
    }
}
