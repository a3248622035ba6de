package io.dromedary.media;

/** Sets the encoder of pictures in red, green and blue, and its quality. */
final class StillCoding {

    private StillCoding() {}

    static void write(EncodingTable.Still coding, Quality quality, ArgumentBuilder arguments) {
        arguments.add("-c:v", coding.encoder());
        coding.options().forEach((name, value) -> arguments.add("-" + name, value));
        arguments.add("-" + coding.qualityOption(), coding.quality().get(quality).toString());
    }

    /** FFmpeg's version stays out of the file; of the input's metadata nothing goes in. */
    static void container(String muxer, ArgumentBuilder arguments) {
        arguments.add("-map_metadata", "-1", "-bitexact", "-f", muxer);
    }
}
