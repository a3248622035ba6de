package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.MediaException;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.PictureFilters;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.VideoCoding;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.AudioCoding;
import io.dromedary.media.sound.Normalization;
import io.dromedary.media.sound.SoundFilters;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Input;
import io.dromedary.media.step.InputLimits;
import io.dromedary.media.step.OtherInputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.ProgressReports;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Seek;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import io.dromedary.media.table.EncodingTable;
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
                    VideoTiming::write,
                    PictureSteps::write,
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
