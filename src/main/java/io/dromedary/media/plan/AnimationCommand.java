package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AnimationFormat;
import io.dromedary.media.option.AnimationOptions;
import io.dromedary.media.picture.AnimationEncode;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.Palette;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.StillCoding;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;

/** Builds the command that makes an animation: the steps below, in their order. */
final class AnimationCommand {

    private static final List<Step<? super AnimationEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    DurationLimit::write,
                    AnimationCommand::frames,
                    PictureSteps::write,
                    Palette::write,
                    AnimationCommand::filters,
                    AnimationCommand::coding,
                    Output::write);

    private AnimationCommand() {}

    static Command build(
            AnimationOptions options, PlanInputs inputs, EncodingTable table, VideoStream stream, Geometry geometry,
            Path output) {
        var encode = new AnimationEncode(options, inputs, table, output, stream, geometry,
                WatermarkImage.of(options.watermark(), inputs, table));
        return Command.encode(Step.arguments(STEPS, encode), options.clip().expected(inputs.file().duration()), output);
    }

    private static void frames(AnimationEncode encode, ArgumentBuilder arguments) {
        arguments.add("-frames:v", Integer.toString(encode.table().animation().maxFrames()));
    }

    private static void filters(AnimationEncode encode, ArgumentBuilder arguments) {
        arguments.add("-filter_complex",
                "[0:%d]%s[moving]".formatted(encode.stream().index(), String.join(",", arguments.filters())), "-map", "[moving]");
    }

    /** The animation loops forever. */
    private static void coding(AnimationEncode encode, ArgumentBuilder arguments) {
        if (encode.options().format() == AnimationFormat.GIF) {
            arguments.add("-c:v", "gif");
        } else {
            StillCoding.write(encode.table().animation().webp(), encode.options().quality(), arguments);
        }
        arguments.add("-loop", "0");
        StillCoding.container(encode.options().format().wireName(), arguments);
    }
}
