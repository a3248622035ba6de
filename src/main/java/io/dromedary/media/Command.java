package io.dromedary.media;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One run of ffmpeg.
 *
 * @param name what it does, for people: {@code encode}, {@code thumbnails}
 * @param arguments ffmpeg's arguments, without the program's name; standard output carries the progress
 *     ({@code -progress}'s key=value lines)
 * @param duration seconds of the output, for progress and the deadline; empty when the input does not
 *     tell its own
 * @param weight its share of the work, beside the weights of the plan's other commands
 */
public record Command(String name, List<String> arguments, OptionalDouble duration, double weight) {

    public Command {
        arguments = List.copyOf(arguments);
    }

    /** The command that does the main part of the work. */
    static Command encode(List<String> arguments, OptionalDouble duration) {
        return new Command("encode", arguments, duration, 1);
    }
}
