package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Gives the output a steady rate where one is asked for, and otherwise the input'\''s own timing. By
 * default FFmpeg rounds times to the average rate and so drops pictures of phones and browsers,
 * whose rate varies; the input'\''s time base keeps each where it was.
 */
public final class FrameRate {

    /** Behind a filter with two inputs FFmpeg knows no time base of an input; this one holds every usual rate. */
    private static final String FINE_TIME_BASE = "1:90000";

    private FrameRate() {}

    public static void write(VideoEncode encode, ArgumentBuilder arguments) {
        arguments.add("-fps_mode", "vfr");
        encode
                .options()
                .fps()
                .ifPresentOrElse(
                        fps -> arguments.filter("fps=" + Arguments.number(fps)),
                        () -> arguments.add("-enc_time_base", encode.mark().isPresent() ? FINE_TIME_BASE : "-1"));
        encode.options().frames().ifPresent(n -> arguments.add("-frames:v", Integer.toString(n)));
    }
}
