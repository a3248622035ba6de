package io.dromedary.media;

/** Ends the output after the seconds asked for, counted from the start. */
final class Length {

    private Length() {}

    static void write(Encode encode, Draft draft) {
        encode.clip().asked().ifPresent(seconds -> draft.add("-t", Arguments.number(seconds)));
    }
}
