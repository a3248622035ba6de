package io.dromedary.media;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What to run and what comes of it.
 *
 * @param arguments ffmpeg's arguments, without the program's name; standard output carries the progress
 *     ({@code -progress}'s key=value lines)
 * @param duration seconds of the output, for progress and the deadline; empty when the input does not
 *     tell its own
 * @param extension the output's file name extension, without the dot
 * @param contentType the output's MIME type
 */
public record Command(
        List<String> arguments, OptionalDouble duration, String extension, String contentType) {

    public Command {
        arguments = List.copyOf(arguments);
    }
}
