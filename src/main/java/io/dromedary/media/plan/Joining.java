package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Joint;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Timeline;
import io.dromedary.media.VideoStream;
import io.dromedary.media.Warning;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.sound.AudioEncode;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.step.Encode;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.table.EncodingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Plans how clips are joined: all are made equal to the first, in size, rate and sound, and each takes exactly its number
 * of pictures, with exactly as much sound or silence, so that the seams are in sync however many there are.
 */
final class Joining {

    /** Seconds: what codecs of sound add to fill their last frame, and a little more. */
    private static final double FILLED_UP = 0.1;

    private final PlanInputs inputs;
    private final EncodingTable table;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> pictures = new ArrayList<>();
    private final List<String> sounds = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private int read;
    private double seconds;
    private boolean isKnown = true;

    private Joining(PlanInputs inputs, EncodingTable table) {
        this.inputs = inputs;
        this.table = table;
    }

    /**
     * What a plan reads.
     *
     * @param warnings what the clips lose, each with the clip's name
     */
    record Joined(PlanInputs inputs, List<Warning> warnings) {}

    /**
     * Joins the clips of a video; a single input stays as it is.
     *
     * @throws MediaException naming the clip that cannot be joined
     */
    static Joined video(PlanInputs inputs, VideoOptions options, EncodingTable table) {
        if (inputs.clips().isEmpty()) {
            return new Joined(inputs, List.of());
        }
        var joining = new Joining(inputs, table);
        PlanInputs.Clip first = inputs.clips().get(0);
        ClipPictures equal = named(first, () -> ClipPictures.of(options, first.file(), table));
        Optional<AudioStream> like = options.audio() ? joining.firstSound() : Optional.empty();
        inputs.clips().forEach(clip -> named(clip, () -> joining.addVideo(clip, equal, like)));
        return joining.joined(Optional.of(equal.together()), like);
    }

    /** Joins the clips of a sound, as {@link #video}. */
    static Joined audio(PlanInputs inputs, AudioOptions options, EncodingTable table) {
        if (inputs.clips().isEmpty()) {
            return new Joined(inputs, List.of());
        }
        var joining = new Joining(inputs, table);
        AudioStream like = joining.firstSound().orElseGet(() -> SoundInput.alone(inputs.file(), table.accepted()));
        inputs.clips().forEach(clip -> named(clip, () -> joining.addAudio(clip, options, like)));
        return joining.joined(Optional.empty(), Optional.of(like));
    }

    private static <T> T named(PlanInputs.Clip clip, Supplier<T> work) {
        try {
            return work.get();
        } catch (MediaException e) {
            throw MediaException.of(MediaException.Kind.valueOf(e.kind().toUpperCase(Locale.ROOT)),
                    "'%s': %s".formatted(clip.name(), e.getMessage()), e.field().orElse(clip.name()));
        }
    }

    /** The sound that the others are made equal to. */
    private Optional<AudioStream> firstSound() {
        return inputs.clips().stream()
                .flatMap(clip -> named(clip, () -> SoundInput.besidePicture(clip.file(), table.accepted())).stream())
                .findFirst();
    }

    private boolean addVideo(PlanInputs.Clip clip, ClipPictures equal, Optional<AudioStream> like) {
        OptionalDouble taken = taken(clip, shown(clip.file()));
        OptionalLong count = equal.count(taken);
        OptionalDouble length = count.isPresent() ? OptionalDouble.of(count.getAsLong() / equal.rate().value()) : taken;
        var encode = equal.encode(inputs.reading(clip.path(), clip.file()), cut(clip, length));
        int number = read(encode);
        pictures.add("[%d:%d]".formatted(number, encode.stream().index()) + equal.chain(encode, count));
        like.ifPresent(sound -> sounds.add(encode.sound()
                .map(own -> "[%d:%d]".formatted(number, own.index()) + ClipSound.chain(encode, sound, samples(sound, length)))
                .orElseGet(() -> ClipSound.silence(sound, samples(sound, length)))));
        lost(clip, LeftOut.of(encode));
        add(length);
        return true;
    }

    private boolean addAudio(PlanInputs.Clip clip, AudioOptions options, AudioStream like) {
        OptionalDouble length = taken(clip, clip.file().duration());
        Optional<AudioStream> own = SoundInput.besidePicture(clip.file(), table.accepted());
        sounds.add(own.map(sound -> {
            var encode = new AudioEncode(options.of(cut(clip, length)), inputs.reading(clip.path(), clip.file()), table,
                    inputs.made(""), sound);
            lost(clip, LeftOut.ofSound(clip.file(), sound));
            return "[%d:%d]".formatted(read(encode), sound.index()) + ClipSound.chain(encode, like, samples(like, length));
        }).orElseGet(() -> ClipSound.silence(like, samples(like, length))));
        add(length);
        return true;
    }

    /** Seconds that are taken of a clip; empty where it does not say how long it is, and its end was not asked for. */
    private static OptionalDouble taken(PlanInputs.Clip clip, OptionalDouble all) {
        if (all.isPresent() && clip.start() >= all.getAsDouble()) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "its start is %s s, but it ends at %s s. Choose an earlier start.".formatted(
                            Arguments.number(clip.start()), Arguments.number(all.getAsDouble())),
                    clip.name() + ".start");
        }
        return new Clip(clip.start(), clip.end()).expected(all);
    }

    /** How long a video is shown: until its last picture ends, unless its sound goes on for longer than codecs fill up. */
    private static OptionalDouble shown(MediaFile file) {
        OptionalDouble pictures = file.video().map(file::end).orElse(OptionalDouble.empty());
        return pictures.isPresent() && file.duration().isPresent()
                && file.duration().getAsDouble() - pictures.getAsDouble() < FILLED_UP ? pictures : file.duration();
    }

    private static Clip cut(PlanInputs.Clip clip, OptionalDouble length) {
        return new Clip(clip.start(),
                length.isPresent() ? OptionalDouble.of(clip.start() + length.getAsDouble()) : clip.end());
    }

    /** Samples of the next clip, counted from the beginning, so that rounding does not add up. */
    private OptionalLong samples(AudioStream sound, OptionalDouble length) {
        return length.isEmpty() ? OptionalLong.empty() : OptionalLong.of(
                Math.round((seconds + length.getAsDouble()) * sound.sampleRate()) - Math.round(seconds * sound.sampleRate()));
    }

    private void add(OptionalDouble length) {
        isKnown &= length.isPresent();
        seconds += length.orElse(0);
    }

    private int read(Encode encode) {
        var named = new ArgumentBuilder();
        Inputs.write(encode, named);
        arguments.addAll(named.build());
        return read++;
    }

    private void lost(PlanInputs.Clip clip, List<Warning> lacks) {
        lacks.forEach(lack -> warnings.add(new Warning(lack.kind(), "'%s': %s".formatted(clip.name(), lack.message()))));
    }

    private Joined joined(Optional<VideoStream> picture, Optional<AudioStream> like) {
        var streams = new ArrayList<MediaStream>();
        picture.ifPresent(streams::add);
        like.ifPresent(sound -> streams.add(ClipSound.together(sound, streams.size())));
        OptionalDouble length = isKnown ? OptionalDouble.of(seconds) : OptionalDouble.empty();
        var whole = new MediaFile.Span(0, seconds);
        var file = new MediaFile(List.of(), "", length, OptionalLong.empty(), OptionalLong.empty(), streams,
                isKnown ? Map.of(0, whole, 1, whole) : Map.of(), 0, Optional.of(new Timeline(0, true)), Optional.empty(), List.of());
        return new Joined(inputs.joined(new Joint(arguments, read, pictures, sounds), file), warnings);
    }
}
