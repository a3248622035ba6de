package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.UnprobedResult;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.sound.AudioEncode;
import io.dromedary.media.sound.LoudnessCommand;
import io.dromedary.media.sound.PeakWaveform;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.sound.WaveformCommand;
import io.dromedary.media.table.EncodingTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Plans an audio file, or a waveform. */
record AudioPlanner(AudioOptions options, EncodingTable table) implements Planner {

    @Override
    public Optional<Command> measurement(PlanInputs given) {
        if (options.targetLufs().isEmpty()) {
            return Optional.empty();
        }
        PlanInputs inputs = Joining.audio(given, options, table).inputs();
        return Optional.of(LoudnessCommand.build(inputs, table, options.clip(), SoundInput.alone(inputs.file(), table.accepted())));
    }

    @Override
    public Plan plan(PlanInputs given) {
        Joining.Joined joined = Joining.audio(given, options, table);
        PlanInputs inputs = joined.inputs();
        AudioStream sound = SoundInput.alone(inputs.file(), table.accepted());
        options.clip().checkAgainst(inputs.file());
        Plan plan = options.waveformPoints().isPresent() ? waveform(inputs, sound, options.waveformPoints().getAsInt())
                : audio(inputs, sound);
        return plan.warning(Stream.concat(plan.warnings().stream(), joined.warnings().stream()).toList());
    }

    private Plan audio(PlanInputs inputs, AudioStream sound) {
        String ending = "." + options.format().wireName();
        var encode = new AudioEncode(options, inputs, table, inputs.made(ending), sound);
        Copying copied = Copying.of(encode);
        return Plan.of(AudioCommand.build(encode, copied), inputs.result(ending))
                .expecting(ExpectedResult.of(Lengths.ofSound(inputs.file(), options.clip(), sound)))
                .warning(LeftOut.ofSound(inputs.file(), sound)).made(copied.how(false, true));
    }

    private Plan waveform(PlanInputs inputs, AudioStream sound, int points) {
        OptionalDouble seconds = options.clip().expected(inputs.file().duration());
        Command command = WaveformCommand.build(inputs, table, options.clip(), sound, points);
        return new Plan(Map.of(), List.of(command), inputs.result(".json"), Map.of(),
                Optional.of(new PeakWaveform(WaveformCommand.PEAKS, points, seconds,
                        WaveformCommand.window(seconds, sound, points) / (double) sound.sampleRate(),
                        Lengths.ofSound(inputs.file(), options.clip(), sound),
                        sound.sampleRate() > 0 ? OptionalInt.of(sound.sampleRate()) : OptionalInt.empty())),
                Optional.of((file, bytes) -> new UnprobedResult.Found(FileDescription.ofWaveform(seconds, bytes), Optional.empty())))
                .warning(LeftOut.ofWaveform(inputs.file(), sound));
    }
}
