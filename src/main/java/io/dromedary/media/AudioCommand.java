package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;

/** Builds the command that turns a file into sound alone: the steps below, in their order. */
final class AudioCommand {

    private static final List<Step<? super AudioEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    DurationLimit::write,
                    StreamSelection::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    AudioCommand::container,
                    ProgressReports::write,
                    Output::write);

    private AudioCommand() {}

    static Command build(
            AudioOptions options, PlanInputs inputs, EncodingTable table, AudioStream sound, Path output) {
        var encode = new AudioEncode(options, inputs, table, output, sound);
        var arguments = new ArgumentBuilder();
        STEPS.forEach(step -> step.write(encode, arguments));
        return Command.encode(arguments.build(), options.clip().expected(inputs.file().duration()), output);
    }

    /** FFmpeg's version stays out of the file, so that the same job gives the same bytes. */
    private static void container(AudioEncode encode, ArgumentBuilder arguments) {
        arguments.add("-bitexact", "-f", encode.options().format().muxer());
    }
}
