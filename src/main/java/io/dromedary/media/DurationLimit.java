package io.dromedary.media;

/** Ends the output after the seconds asked for, counted from the start. */
final class DurationLimit {

    private DurationLimit() {}

    static void write(Encode encode, ArgumentBuilder arguments) {
        encode.clip().asked().ifPresent(seconds -> arguments.add("-t", Arguments.number(seconds)));
    }
}
