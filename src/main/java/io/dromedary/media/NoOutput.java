package io.dromedary.media;

/** Throws away what comes out: the filters have written down what is wanted. */
final class NoOutput {

    private NoOutput() {}

    static void write(Encode encode, Draft draft) {
        draft.add("-f", "null", "-");
    }
}
