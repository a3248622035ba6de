package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;

/** Builds the command that makes pictures that move: the steps below, in their order. */
final class AnimationCommand {

    private static final List<Step<? super AnimationEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    Length::write,
                    Deinterlace::write,
                    AnimationCommand::rate,
                    TransparentScale::write,
                    ToneMap::write,
                    RedGreenBlue::write,
                    Ground::write,
                    Overlay::write,
                    Palette::write,
                    AnimationCommand::filters,
                    AnimationCommand::coding,
                    Progress::write,
                    Output::write);

    private AnimationCommand() {}

    static Command build(
            AnimationOptions options, Material material, EncodingTable table, VideoStream stream, Geometry geometry,
            Path output) {
        var encode = new AnimationEncode(options, material, table, output, stream, geometry,
                Mark.of(options.watermark(), material));
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), options.clip().expected(material.file().duration()), output);
    }

    /** Before anything else is done to them, the pictures that are not needed go. */
    private static void rate(AnimationEncode encode, Draft draft) {
        draft.filter("fps=" + Arguments.number(encode.options().fps()));
        draft.add("-frames:v", Integer.toString(encode.table().animation().maxFrames()));
    }

    private static void filters(AnimationEncode encode, Draft draft) {
        draft.add("-filter_complex",
                "[0:%d]%s[moving]".formatted(encode.stream().index(), String.join(",", draft.filters())), "-map", "[moving]");
    }

    /** It begins again for ever. */
    private static void coding(AnimationEncode encode, Draft draft) {
        if (encode.options().format() == AnimationFormat.GIF) {
            draft.add("-c:v", "gif");
        } else {
            StillCoding.write(encode.table().animation().webp(), encode.options().quality(), draft);
        }
        draft.add("-loop", "0");
        StillCoding.container(encode.options().format().wireName(), draft);
    }
}
