package io.dromedary.media;

import java.util.List;

/** Builds the command that measures how loud a sound is; {@link Loudness} reads what it prints. */
final class LoudnessCommand {

    private static final List<Step<? super Listening>> STEPS =
            List.of(
                    LoudnessCommand::talk,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    Length::write,
                    Maps::write,
                    LoudnessCommand::measure,
                    SoundFilters::write,
                    Progress::write,
                    NoOutput::write);

    private LoudnessCommand() {}

    static Command build(Material material, EncodingTable table, Clip clip, AudioStream sound) {
        return new Listening(material, table, clip, sound).command("measure", STEPS, List.of());
    }

    /** The report is an information to ffmpeg, not an error. */
    private static void talk(Listening listening, Draft draft) {
        draft.add("-nostdin", "-hide_banner", "-v", "info");
    }

    private static void measure(Listening listening, Draft draft) {
        MixDown.write(listening.stream(), draft);
        draft.sound("loudnorm=print_format=json");
    }
}
