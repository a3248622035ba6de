package io.dromedary.media.plan;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.picture.VideoEncode;

/**
 * Sets the format, with its index in front so that playing begins before all is loaded; and keeps
 * FFmpeg'\''s version and the time out of the file, so that the same job gives the same file.
 */
final class Container {

    private Container() {}

    static void write(VideoEncode encode, ArgumentBuilder arguments) {
        switch (encode.options().format()) {
            case MP4, MOV -> arguments.add("-movflags", "+faststart");
            case WEBM -> arguments.add("-cues_to_front", "1");
        }
        arguments.add("-bitexact", "-f", encode.options().format().wireName());
    }
}
