package io.dromedary.media.picture;

import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.AnimationOptions;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the steps of an animation need to know.
 *
 * @param options what the caller asked for
 * @param inputs the files that were fetched
 * @param stream the stream whose pictures are taken
 * @param geometry cut, size and padding, worked out
 * @param mark the watermark
 */
public record AnimationEncode(
        AnimationOptions options,
        PlanInputs inputs,
        EncodingTable table,
        Path output,
        VideoStream stream,
        Geometry geometry,
        Optional<WatermarkImage> mark)
        implements StillEncode {

    @Override
    public OptionalDouble fps() {
        return OptionalDouble.of(options.fps());
    }

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
        return true;
    }

    @Override
    public Clip clip() {
        return options.clip();
    }
}
