package io.dromedary.media.table;

import io.dromedary.media.MediaFile;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The limits of what an input's headers may declare. An input that declares less than it holds is bounded by the
 * deadline and by the size of the result.
 *
 * @param maxSeconds   of its duration
 * @param maxFrames    of its picture: duration times frame rate
 * @param maxFrameRate average frames per second of its picture
 * @param maxStreams   of all kinds
 */
public record InputBounds(double maxSeconds, long maxFrames, double maxFrameRate, int maxStreams) {

    static InputBounds read(ConfigSection section) {
        return new InputBounds(section.number("max_seconds", 1, 31_536_000),
                section.integer("max_frames", 1, Integer.MAX_VALUE), section.number("max_frame_rate", 1, 1_000_000),
                section.integer("max_streams", 1, 1000));
    }

    /** How an input exceeds the limits, for its sender, naming the setting; empty when it does not. */
    public Optional<String> excess(MediaFile file) {
        // An estimate is no reason to refuse a file: it is measured when it is complete.
        OptionalDouble seconds = file.knowsDuration() ? file.duration() : OptionalDouble.empty();
        OptionalDouble rate = file.video().map(VideoStream::frameRate).orElse(OptionalDouble.empty());
        OptionalDouble frames = rate.isPresent() && seconds.isPresent()
                ? OptionalDouble.of(Math.floor(rate.getAsDouble() * seconds.getAsDouble()))
                : OptionalDouble.empty();
        return Stream.of(
                excess("lasts %s s", seconds, maxSeconds, "max_seconds"),
                excess("has %s frames a second", rate, maxFrameRate, "max_frame_rate"),
                excess("has %s frames", frames, maxFrames, "max_frames"),
                excess("has %s streams", OptionalDouble.of(file.streams().size()), maxStreams, "max_streams"))
                .flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> excess(String what, OptionalDouble value, double most, String key) {
        return value.isPresent() && value.getAsDouble() > most
                ? Optional.of("The input %s; this server takes up to %s (input.%s in its config/encoding.yaml).".formatted(
                        what.formatted(Arguments.number(value.getAsDouble())), Arguments.number(most), key))
                : Optional.empty();
    }
}
