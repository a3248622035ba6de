package io.dromedary.media;

/**
 * Sets the format, with its index in front so that playing begins before all is loaded; and keeps
 * FFmpeg'\''s version and the time out of the file, so that the same job gives the same file.
 */
final class Container {

    private Container() {}

    static void write(VideoEncode encode, Draft draft) {
        switch (encode.options().format()) {
            case MP4, MOV -> draft.add("-movflags", "+faststart");
            case WEBM -> draft.add("-cues_to_front", "1");
        }
        draft.add("-bitexact", "-f", encode.options().format().wireName());
    }
}
