package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.picture.PictureFilters;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.VideoCoding;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.AudioCoding;
import io.dromedary.media.sound.Downmix;
import io.dromedary.media.sound.Normalization;
import io.dromedary.media.sound.SoundFilters;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import java.util.List;

/** Builds the command that turns a file into a video: the steps below, in their order. */
public final class VideoCommand {

    private static final List<Step<? super VideoEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    DurationLimit::write,
                    StreamSelection::write,
                    VideoTiming::write,
                    PictureSteps::write,
                    PictureFilters::write,
                    VideoCoding::write,
                    Downmix::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    SubtitleCoding::write,
                    Container::write,
                    Output::write);

    private VideoCommand() {}

    public static Command build(VideoEncode encode) {
        return Command.encode(Step.arguments(STEPS, encode), encode.duration(), encode.output());
    }
}
