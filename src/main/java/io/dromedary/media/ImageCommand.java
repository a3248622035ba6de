package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the command that makes a still picture: the steps below, in their order. */
final class ImageCommand {

    private static final List<Step<? super ImageEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    StillMoment::write,
                    Deinterlace::write,
                    TransparentScale::write,
                    ToneMap::write,
                    RedGreenBlue::write,
                    Ground::write,
                    Overlay::write,
                    StillFilters::write,
                    ImageCommand::coding,
                    Progress::write,
                    Output::write);

    private ImageCommand() {}

    static Command build(
            ImageOptions options, ImageFormat format, Material material, EncodingTable table, VideoStream stream,
            Path output) {
        var geometry = Geometry.of(stream, options.framing(), 1, 1);
        var encode = new ImageEncode(options, material, table, output, format, stream, geometry,
                Mark.of(options.watermark(), material));
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), OptionalDouble.empty(), output);
    }

    private static void coding(ImageEncode encode, Draft draft) {
        StillCoding.write(encode.table().image().get(encode.format()), encode.options().quality(), draft);
        StillCoding.container(encode.format().muxer(), draft);
    }
}
