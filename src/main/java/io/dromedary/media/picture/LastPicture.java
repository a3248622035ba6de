package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.OptionalDouble;

/**
 * Repeats and leaves out pictures, so that the output has the rate that was asked for, and shows the last one until the
 * input ends, as players do: it may stand for long, as in a recording of a screen, or the sound may go on without it.
 */
final class LastPicture {

    private LastPicture() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        if (encode.inputs().joint().isPresent() && encode.fps().isEmpty()) {
            // Joined pictures are even, and end in time.
            return;
        }
        OptionalDouble end = encode.shownUntil();
        end.ifPresent(seconds -> arguments.filter("tpad=stop=-1:stop_mode=clone"));
        encode.fps().ifPresent(fps -> arguments.filter("fps=" + Arguments.number(fps)));
        end.ifPresent(seconds -> encode.fps().ifPresentOrElse(
                fps -> arguments.filter("trim=end=" + Arguments.number(Math.max(seconds, 1 / fps) - 0.5 / fps)),
                () -> arguments.filter(uneven(seconds), "trim=end=" + Arguments.number(seconds))));
    }

    /**
     * Moves the copies near the end to the last four moments at which a picture is due, where there is none: MP4's tables
     * end with the time at which the last picture is decoded, which is up to three pictures earlier. {@code FR} is the
     * rate by which the encoder knows how long the last one is shown. Times are rounded up, as one that is to be at the end
     * would otherwise be a tick before it, and be shown for a whole picture more.
     */
    private static String uneven(double end) {
        return ("setpts='if(lt(N,1)+lt(T,%1$s-0.9/FR)+lt(T,%1$s-0.002)*gt(T,PREV_OUTT+1.5/FR),PTS,"
                + "ceil((%1$s-min(4,floor((%1$s-PREV_OUTT)*FR-0.9))/FR)/TB))'")
                .formatted(Arguments.number(end));
    }
}
