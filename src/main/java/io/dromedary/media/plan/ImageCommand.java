package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.ImageEncode;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.StillCoding;
import io.dromedary.media.picture.StillFilters;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the command that makes a still picture: the steps below, in their order. */
final class ImageCommand {

    private static final List<Step<? super ImageEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    ImageCommand::single,
                    PictureSteps::write,
                    StillFilters::write,
                    ImageCommand::coding,
                    Output::write);

    private ImageCommand() {}

    static Command build(
            ImageOptions options, ImageFormat format, PlanInputs inputs, EncodingTable table, VideoStream stream,
            Path output) {
        var geometry = Geometry.of(stream, options.framing(), 1, 1);
        var encode = new ImageEncode(options, inputs, table, output, format, stream, geometry,
                WatermarkImage.of(options.watermark(), inputs, table));
        return Command.encode(Step.arguments(STEPS, encode), OptionalDouble.empty(), output);
    }

    private static void single(ImageEncode encode, ArgumentBuilder arguments) {
        arguments.add("-frames:v", "1");
    }

    private static void coding(ImageEncode encode, ArgumentBuilder arguments) {
        StillCoding.write(encode.table().image().get(encode.format()), encode.options().quality(), arguments);
        StillCoding.container(encode.format().muxer(), arguments);
    }
}
