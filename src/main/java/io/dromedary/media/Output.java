package io.dromedary.media;

/** Names the output, replacing what a killed attempt may have left. */
final class Output {

    private Output() {}

    static void write(Encode encode, Draft draft) {
        draft.add("-y", Arguments.fileUrl(encode.output()));
    }
}
