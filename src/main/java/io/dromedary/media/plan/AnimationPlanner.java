package io.dromedary.media.plan;

import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.AnimationFormat;
import io.dromedary.media.option.AnimationOptions;
import io.dromedary.media.option.Clip;
import io.dromedary.media.picture.AnimationEncode;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Plans an animation: a GIF or a WebP that moves. */
record AnimationPlanner(AnimationOptions options, EncodingTable table) implements Planner {

    @Override
    public Plan plan(PlanInputs inputs) {
        MediaFile file = inputs.file();
        Clip clip = options.clip();
        VideoStream stream = file.video().orElseThrow(AnimationPlanner::nothingMoves);
        PictureInput.check(stream, table);
        if (file.isStill()) {
            throw nothingMoves();
        }
        clip.checkAgainst(file);
        if (clip.end().isEmpty() && !file.isAnimation()) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "An animation of a video needs an end. Send 'end' in seconds, such as 3 more than 'start'.",
                    "options.end");
        }
        Geometry geometry = Geometry.of(stream, options.framing(), 1, 1);
        OptionalDouble seconds = clip.expected(file.duration());
        checkSize(seconds, geometry, table.animation());
        String ending = "." + options.format().wireName();
        var encode = new AnimationEncode(options, inputs, table, inputs.made(ending), stream, geometry,
                WatermarkImage.of(options.watermark(), inputs, table));
        return plan(encode, inputs.result(ending)).warning(LeftOut.ofAnimation(encode));
    }

    private static Plan plan(AnimationEncode encode, Path result) {
        Geometry geometry = encode.geometry();
        boolean isGif = encode.options().format() == AnimationFormat.GIF;
        var expected = new ExpectedResult.Picture(geometry.outputWidth(), geometry.outputHeight(), Lengths.ofPicture(encode),
                isGif ? encode.fps() : OptionalDouble.empty());
        return new Plan(Map.of(), List.of(AnimationCommand.build(encode)), result, Map.of(), Optional.empty(),
                isGif ? Optional.empty() : Optional.of(new AnimatedWebpResult(expected)))
                .expecting(ExpectedResult.of(expected));
    }

    private static MediaException nothingMoves() {
        return MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                "The input has no moving picture. Send a video or a GIF, or use kind 'image' for a still.");
    }

    private void checkSize(OptionalDouble seconds, Geometry geometry, EncodingTable.Animation limits) {
        double frames = Math.ceil(seconds.orElse(0) * options.fps());
        if (frames > limits.maxFrames()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT,
                    "The animation would have %.0f frames; this server makes up to %d. Ask for an earlier end or fewer fps."
                            .formatted(frames, limits.maxFrames()), "options.end");
        }
        if (frames * geometry.outputWidth() * geometry.outputHeight() > limits.maxPixels()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT,
                    "The animation would have %.0f frames of %d×%d; this server makes up to %d pixels in all. Ask for a smaller width."
                            .formatted(frames, geometry.outputWidth(), geometry.outputHeight(), limits.maxPixels()),
                    "options.width");
        }
    }
}
