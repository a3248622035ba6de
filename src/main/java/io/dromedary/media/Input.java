package io.dromedary.media;

/** Names the input. */
final class Input {

    private Input() {}

    static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-i", Arguments.fileUrl(encode.input()));
    }
}
