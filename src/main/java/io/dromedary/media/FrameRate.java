package io.dromedary.media;

/**
 * Gives the output a steady rate where one is asked for, and otherwise the input'\''s own timing. By
 * default FFmpeg rounds times to the average rate and so drops pictures of phones and browsers,
 * whose rate varies; the input'\''s time base keeps each where it was.
 */
final class FrameRate {

    private FrameRate() {}

    static void write(VideoEncode encode, Draft draft) {
        draft.add("-fps_mode", "vfr");
        encode
                .options()
                .fps()
                .ifPresentOrElse(
                        fps -> draft.filter("fps=" + Arguments.number(fps)),
                        () -> draft.add("-enc_time_base", "-1"));
        encode.options().frames().ifPresent(n -> draft.add("-frames:v", Integer.toString(n)));
    }
}
