package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;

/** Builds the command that turns a file into a video: the steps below, in their order. */
public final class VideoCommand {

    private static final List<Step<? super VideoEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    Length::write,
                    Maps::write,
                    Deinterlace::write,
                    FrameRate::write,
                    CropAndScale::write,
                    ToneMap::write,
                    Pad::write,
                    Colours::write,
                    BurnIn::write,
                    Overlay::write,
                    PictureFilters::write,
                    VideoCoding::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    SubtitleCoding::write,
                    Container::write,
                    Progress::write,
                    Output::write);

    private VideoCommand() {}

    /**
     * The command for these options on this file.
     *
     * @param output the file to write; an existing one is replaced
     * @throws MediaException as {@link VideoEncode#of}
     */
    public static Command build(
            VideoOptions options, Material material, EncodingTable table, Path output) {
        return build(VideoEncode.of(options, material, table, output));
    }

    static Command build(VideoEncode encode) {
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), encode.duration(), encode.output());
    }
}
