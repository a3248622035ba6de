package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.step.Start;

/**
 * Begins a cut with the picture that stands at its start, which may have come long before, as in a recording of a
 * screen.
 */
final class FirstPicture {

    /**
     * The clock has one picture at 0 for all that come until then, and all later ones. At each of its times, streamselect
     * passes on the latest picture. It ends when one of both ends, so the last picture is repeated for it.
     */
    private static final String STANDING = "setpts=round(PTS-%s/TB),split[times][all];[times]setpts='max(PTS,0)',"
            + "select='isnan(prev_selected_pts)+gt(pts,prev_selected_pts)'[clock];"
            + "[all]tpad=stop=-1:stop_mode=clone[held];[clock][held]streamselect=inputs=2:map=1";

    private FirstPicture() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        if (encode.clip().start() > 0) {
            arguments.filter(STANDING.formatted(Arguments.number(Start.of(encode).cut())));
        }
    }
}
