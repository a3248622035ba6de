package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import java.util.Optional;

/**
 * Plans of moving pictures, whose watermark was converted before if that is needed. The profile of an APNG is not applied:
 * libvips reads its first picture alone.
 */
record ConvertedPlanner(Planner planner, Conversions conversions) implements Planner {

    @Override
    public KindOptions options() {
        return planner.options();
    }

    @Override
    public Optional<Command> measurement(PlanInputs inputs) {
        return planner.measurement(inputs);
    }

    @Override
    public Plan plan(PlanInputs inputs) {
        if (inputs.file().header().filter(PictureHeader::isAnimated).isPresent()) {
            throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED, "The input is an animated WebP, of which only the"
                    + " first picture can be read, by kind 'image'. Send it as a GIF or a video.");
        }
        Conversions.Converted converted = conversions.watermark(inputs);
        return planner.plan(converted.inputs()).after(converted.commands());
    }
}
