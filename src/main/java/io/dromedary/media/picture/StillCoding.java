package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;

/** Sets the encoder of pictures in red, green and blue, and its quality. */
public final class StillCoding {

    private StillCoding() {}

    public static void write(EncodingTable.Still coding, Quality quality, ArgumentBuilder arguments) {
        arguments.add("-c:v", coding.encoder());
        coding.options().forEach((name, value) -> arguments.add("-" + name, value));
        arguments.add("-" + coding.qualityOption(), coding.quality().get(quality).toString());
    }

    /** Keeps FFmpeg's version and the input's metadata out of the file. */
    public static void container(String muxer, ArgumentBuilder arguments) {
        arguments.add("-map_metadata", "-1", "-bitexact", "-f", muxer);
    }
}
