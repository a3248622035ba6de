package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/** Names the input. */
public final class Input {

    private Input() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add("-i", Arguments.fileUrl(encode.inputs().input()));
    }
}
