package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;

/** Builds the command that turns a file into a video: the steps below, in their order. */
public final class VideoCommand {

    private static final List<Step<? super VideoEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    DurationLimit::write,
                    StreamSelection::write,
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
                    ProgressReports::write,
                    Output::write);

    private VideoCommand() {}

    /**
     * The command for these options on this file.
     *
     * @param output the file to write; an existing one is replaced
     * @throws MediaException as {@link VideoEncode#of}
     */
    public static Command build(
            VideoOptions options, PlanInputs inputs, EncodingTable table, Path output) {
        return build(VideoEncode.of(options, inputs, table, output));
    }

    static Command build(VideoEncode encode) {
        var arguments = new ArgumentBuilder();
        STEPS.forEach(step -> step.write(encode, arguments));
        return Command.encode(arguments.build(), encode.duration(), encode.output());
    }
}
