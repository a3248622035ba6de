package io.dromedary.media.plan;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.picture.VideoEncode;

/**
 * Sets the format, with its index at the front, so that playback starts before everything is loaded. FFmpeg's version
 * and the time stay out of the file, so that the same job gives the same file.
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
