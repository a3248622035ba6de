package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.option.Clip;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.Start;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import io.dromedary.media.table.EncodingTable;
import java.util.List;

/** Builds the command that measures how loud a sound is; {@link Loudness} reads what it prints. */
public final class LoudnessCommand {

    private static final List<Step<? super SoundAnalysis>> STEPS =
            List.of(
                    LoudnessCommand::verbose,
                    Inputs::write,
                    DurationLimit::write,
                    StreamSelection::write,
                    Start::sound,
                    Downmix::write,
                    LoudnessCommand::measure,
                    SoundFilters::write,
                    Output::discard,
                    Start::keepClock);

    private LoudnessCommand() {}

    public static Command build(PlanInputs inputs, EncodingTable table, Clip clip, AudioStream sound) {
        return new SoundAnalysis(inputs, table, clip, sound).command("measure", STEPS, List.of());
    }

    /** Lets ffmpeg print the report, which is information rather than an error. */
    private static void verbose(SoundAnalysis analysis, ArgumentBuilder arguments) {
        arguments.add("-nostdin", "-hide_banner", "-v", "info");
    }

    private static void measure(SoundAnalysis analysis, ArgumentBuilder arguments) {
        arguments.sound("loudnorm=print_format=json");
    }
}
