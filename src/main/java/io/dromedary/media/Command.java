package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One run of ffmpeg.
 *
 * @param name what it does, for people: {@code encode}, {@code thumbnails}
 * @param arguments ffmpeg's arguments, without the program's name; standard output carries the progress ({@code
 *     -progress}'s key=value lines)
 * @param duration seconds of the output, for progress and the deadline; empty when the input does not declare its own
 * @param weight its share of the work, beside the weights of the plan's other commands
 * @param makes the files that it leaves in its folder
 */
public record Command(
        String name, List<String> arguments, OptionalDouble duration, double weight, List<ExpectedFile> makes) {

    public Command {
        arguments = List.copyOf(arguments);
        makes = List.copyOf(makes);
    }

    /** The command that does the main part of the work. */
    public static Command encode(List<String> arguments, OptionalDouble duration, List<ExpectedFile> makes) {
        return new Command("encode", arguments, duration, 1, makes);
    }

    /** The command that makes the one file of the result. */
    public static Command encode(List<String> arguments, OptionalDouble duration, Path output) {
        return encode(arguments, duration, List.of(ExpectedFile.file(output)));
    }
}
