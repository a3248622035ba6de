package io.dromedary.media.plan;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.picture.VideoEncode;

/** Sets the codec of the track of subtitles to the one that the format's players read. */
final class SubtitleCoding {

    private SubtitleCoding() {}

    static void write(VideoEncode encode, ArgumentBuilder arguments) {
        encode.subtitleTrack().ifPresent(
                file -> arguments.add("-c:s", encode.options().format() == VideoFormat.WEBM ? "webvtt" : "mov_text"));
    }
}
