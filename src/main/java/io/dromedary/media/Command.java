package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One run of ffmpeg, or of libvips.
 *
 * @param program {@code ffmpeg} or {@code vips}
 * @param name what it does, for people: {@code encode}, {@code thumbnails}
 * @param arguments the program's arguments, without the program's name; standard output of ffmpeg carries the progress ({@code
 *     -progress}'s key=value lines)
 * @param duration seconds of the output, for progress and the deadline; empty when the input does not declare its own
 * @param weight its share of the work, beside the weights of the plan's other commands
 * @param makes the files that it leaves in its folder
 */
public record Command(
        String program, String name, List<String> arguments, OptionalDouble duration, double weight,
        List<ExpectedFile> makes) {

    /** The name of FFmpeg's program. */
    public static final String FFMPEG = "ffmpeg";

    /** The name of libvips' program. */
    public static final String VIPS = "vips";

    public Command {
        arguments = List.copyOf(arguments);
        makes = List.copyOf(makes);
    }

    /** A run of ffmpeg. */
    public Command(String name, List<String> arguments, OptionalDouble duration, double weight, List<ExpectedFile> makes) {
        this(FFMPEG, name, arguments, duration, weight, makes);
    }

    /** A run of libvips, which tells no progress. */
    public static Command vips(String name, List<String> arguments, ExpectedFile makes) {
        return new Command(VIPS, name, arguments, OptionalDouble.empty(), 1, List.of(makes));
    }

    Command ofAnyDuration() {
        return new Command(program, name, arguments, OptionalDouble.empty(), weight, makes);
    }

    /** Whether it reports its progress. */
    public boolean reportsProgress() {
        return program.equals(FFMPEG);
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
