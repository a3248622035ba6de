package io.dromedary.media.picture;

import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the steps of a still picture need to know.
 *
 * @param options what the caller asked for
 * @param inputs the files that were fetched
 * @param format the output's
 * @param stream the stream of which a picture is taken
 * @param geometry cut, size and padding, worked out
 * @param mark the watermark
 */
public record ImageEncode(
        ImageOptions options,
        PlanInputs inputs,
        EncodingTable table,
        Path output,
        ImageFormat format,
        VideoStream stream,
        Geometry geometry,
        Optional<WatermarkImage> mark)
        implements StillEncode {

    @Override
    public Framing framing() {
        return options.framing();
    }

    @Override
    public Rgb background() {
        return options.framing().background();
    }

    @Override
    public boolean keepsTransparency() {
        return format.isTransparent();
    }

    @Override
    public Clip clip() {
        return new Clip(options.start(), OptionalDouble.empty());
    }

    @Override
    public OptionalDouble shownUntil() {
        return OptionalDouble.empty();
    }
}
