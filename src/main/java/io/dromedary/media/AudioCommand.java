package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;

/** Builds the command that turns a file into sound alone: the steps below, in their order. */
final class AudioCommand {

    private static final List<Step<? super AudioEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    Length::write,
                    Maps::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    AudioCommand::container,
                    Progress::write,
                    Output::write);

    private AudioCommand() {}

    static Command build(
            AudioOptions options, Material material, EncodingTable table, AudioStream sound, Path output) {
        var encode = new AudioEncode(options, material, table, output, sound);
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), options.clip().expected(material.file().duration()), output);
    }

    /** FFmpeg's version stays out of the file, so that the same job gives the same bytes. */
    private static void container(AudioEncode encode, Draft draft) {
        draft.add("-bitexact", "-f", encode.options().format().muxer());
    }
}
