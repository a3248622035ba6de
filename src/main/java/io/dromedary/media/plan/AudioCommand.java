package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.sound.AudioCoding;
import io.dromedary.media.sound.AudioEncode;
import io.dromedary.media.sound.Downmix;
import io.dromedary.media.sound.LateSound;
import io.dromedary.media.sound.Normalization;
import io.dromedary.media.sound.SoundFilters;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Start;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;

/** Builds the command that turns a file into sound alone: the steps below, in their order. */
final class AudioCommand {

    private static final List<Step<? super AudioEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    DurationLimit::write,
                    StreamSelection::write,
                    Start::sound,
                    LateSound::alone,
                    Downmix::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    AudioCommand::container,
                    Output::write,
                    Start::keepClock);

    private AudioCommand() {}

    static Command build(
            AudioOptions options, PlanInputs inputs, EncodingTable table, AudioStream sound, Path output) {
        var encode = new AudioEncode(options, inputs, table, output, sound);
        return Command.encode(Step.arguments(STEPS, encode), options.clip().expected(inputs.file().duration()), output);
    }

    /**
     * FFmpeg's version stays out of the file, so that the same job gives the same bytes. MP4 has its index at the front,
     * so that playback starts before everything is loaded.
     */
    private static void container(AudioEncode encode, ArgumentBuilder arguments) {
        if (encode.options().format() == AudioFormat.M4A) {
            arguments.add("-movflags", "+faststart");
        }
        arguments.add("-bitexact", "-f", encode.options().format().muxer());
    }
}
