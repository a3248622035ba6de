package io.dromedary.media.plan;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.picture.VideoEncode;

/**
 * Keeps the time of each picture. By default FFmpeg rounds times to the average rate, and so drops pictures of phones
 * and browsers, whose rate varies; in the input's time base each keeps its time.
 */
final class VideoTiming {

    /** After a filter with two inputs, FFmpeg knows no time base of an input; this one holds every usual rate. */
    private static final String FINE_TIME_BASE = "1:90000";

    private VideoTiming() {}

    static void write(VideoEncode encode, ArgumentBuilder arguments) {
        arguments.add("-fps_mode", "vfr");
        if (encode.fps().isEmpty()) {
            // Without ":v" it would count for the sound, too: FFmpeg then cuts that too early.
            arguments.add("-enc_time_base:v", encode.mark().isPresent() ? FINE_TIME_BASE : "-1");
        }
        encode.options().frames().ifPresent(count -> arguments.add("-frames:v", Integer.toString(count)));
    }
}
