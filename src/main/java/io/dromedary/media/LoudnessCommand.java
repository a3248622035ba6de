package io.dromedary.media;

import java.util.List;

/** Builds the command that measures how loud a sound is; {@link Loudness} reads what it prints. */
final class LoudnessCommand {

    private static final List<Step<? super SoundAnalysis>> STEPS =
            List.of(
                    LoudnessCommand::talk,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    DurationLimit::write,
                    StreamSelection::write,
                    LoudnessCommand::measure,
                    SoundFilters::write,
                    ProgressReports::write,
                    NullOutput::write);

    private LoudnessCommand() {}

    static Command build(PlanInputs inputs, EncodingTable table, Clip clip, AudioStream sound) {
        return new SoundAnalysis(inputs, table, clip, sound).command("measure", STEPS, List.of());
    }

    /** The report is an information to ffmpeg, not an error. */
    private static void talk(SoundAnalysis listening, ArgumentBuilder arguments) {
        arguments.add("-nostdin", "-hide_banner", "-v", "info");
    }

    private static void measure(SoundAnalysis listening, ArgumentBuilder arguments) {
        Downmix.write(listening.stream(), arguments);
        arguments.sound("loudnorm=print_format=json");
    }
}
