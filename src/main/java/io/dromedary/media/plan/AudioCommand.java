package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AudioFormat;
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
import java.util.List;
import java.util.stream.Stream;

/** Builds the command that turns a file into sound alone: the steps below, in their order. */
final class AudioCommand {

    private static final List<Step<? super AudioEncode>> INPUT =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    DurationLimit::write,
                    StreamSelection::write);

    private static final List<Step<? super AudioEncode>> SOUND =
            List.of(
                    Start::sound,
                    LateSound::alone,
                    Downmix::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write);

    private static final List<Step<? super AudioEncode>> RESULT =
            List.of(
                    AudioCommand::container,
                    Output::write,
                    Start::keepClock);

    private AudioCommand() {}

    /** @param copied whether the sound is encoded */
    static Command build(AudioEncode encode, Copying copied) {
        List<Step<? super AudioEncode>> steps = Stream.of(INPUT,
                copied.sound() ? List.<Step<? super AudioEncode>>of(AudioCoding::copy) : SOUND,
                RESULT).flatMap(List::stream).toList();
        return Command.encode(Step.arguments(steps, encode), encode.clip().expected(encode.file().duration()), encode.output());
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
