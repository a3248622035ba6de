package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the command that makes a still picture: the steps below, in their order. */
final class ImageCommand {

    private static final List<Step<? super ImageEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    Moment::write,
                    Deinterlace::write,
                    TransparentScale::write,
                    ToneMap::write,
                    RgbPixels::write,
                    Background::write,
                    Overlay::write,
                    StillFilters::write,
                    ImageCommand::coding,
                    ProgressReports::write,
                    Output::write);

    private ImageCommand() {}

    static Command build(
            ImageOptions options, ImageFormat format, PlanInputs inputs, EncodingTable table, VideoStream stream,
            Path output) {
        var geometry = Geometry.of(stream, options.framing(), 1, 1);
        var encode = new ImageEncode(options, inputs, table, output, format, stream, geometry,
                WatermarkImage.of(options.watermark(), inputs));
        var arguments = new ArgumentBuilder();
        STEPS.forEach(step -> step.write(encode, arguments));
        return Command.encode(arguments.build(), OptionalDouble.empty(), output);
    }

    private static void coding(ImageEncode encode, ArgumentBuilder arguments) {
        StillCoding.write(encode.table().image().get(encode.format()), encode.options().quality(), arguments);
        StillCoding.container(encode.format().muxer(), arguments);
    }
}
