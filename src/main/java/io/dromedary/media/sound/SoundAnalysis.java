package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Clip;
import io.dromedary.media.step.Encode;
import io.dromedary.media.step.Step;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the steps of a command that only analyses the sound need to know.
 *
 * @param clip the part to analyse
 * @param stream the sound
 */
record SoundAnalysis(PlanInputs inputs, EncodingTable table, Clip clip, AudioStream stream) implements Encode {

    @Override
    public Path output() {
        throw new IllegalStateException("An analysis has no output");
    }

    @Override
    public Optional<VideoStream> picture() {
        return Optional.empty();
    }

    @Override
    public Optional<AudioStream> sound() {
        return Optional.of(stream);
    }

    /** Builds the command from these steps, which leaves these files. */
    Command command(String name, List<Step<? super SoundAnalysis>> steps, List<ExpectedFile> makes) {
        return new Command(name, Step.arguments(steps, this), clip.expected(inputs.file().duration()), 1, makes);
    }
}
