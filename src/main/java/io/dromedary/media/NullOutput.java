package io.dromedary.media;

/** Throws away what comes out: the filters have written down what is wanted. */
final class NullOutput {

    private NullOutput() {}

    static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-f", "null", "-");
    }
}
