package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.ImageEncode;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.util.Optional;
import java.util.OptionalDouble;

/** Plans a still picture, by libvips where that serves. */
record ImagePlanner(ImageOptions options, EncodingTable table, Conversions conversions) implements Planner {

    @Override
    public Plan plan(PlanInputs inputs) {
        MediaFile file = inputs.file();
        VideoStream stream = file.picture().orElseThrow(() -> MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                "The input has no picture. Send a picture or a video, or use kind 'audio' for its sound."));
        PictureInput.check(stream, table);
        checkStart(file, stream);
        ImageFormat format = options.format().orElseGet(() -> ImageFormat.of(file));
        String ending = "." + format.wireName();
        Optional<Command> whole = VipsStill.command(options, format, inputs, stream, conversions);
        if (whole.isPresent()) {
            conversions.checkInput(inputs);
            return plan(whole.get(), encode(inputs, format, stream), ending);
        }
        Conversions.Converted converted = conversions.convert(inputs);
        PlanInputs read = converted.inputs();
        ImageEncode encode = encode(read, format, read.file().picture().orElseThrow());
        return plan(ImageCommand.build(encode), encode, ending).after(converted.commands());
    }

    private ImageEncode encode(PlanInputs inputs, ImageFormat format, VideoStream stream) {
        return new ImageEncode(options, inputs, table, inputs.made("." + format.wireName()), format, stream,
                Geometry.of(stream, options.framing(), 1, 1), WatermarkImage.of(options.watermark(), inputs, table));
    }

    private static Plan plan(Command command, ImageEncode encode, String ending) {
        return Plan.of(command, encode.inputs().result(ending))
                .expecting(ExpectedResult.of(Lengths.still(encode.geometry()))).warning(LeftOut.of(encode));
    }

    private void checkStart(MediaFile file, VideoStream stream) {
        if (options.start() > 0 && (file.isStill() || stream.attachedPicture())) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "'start' is a moment of a video, and the input is one picture. Leave 'start' out.", "options.start");
        }
        new Clip(options.start(), OptionalDouble.empty()).checkAgainst(file);
    }
}
