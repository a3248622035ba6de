package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Makes whole frames from fields, which would show as combs after scaling. Frames that are marked as progressive pass
 * unchanged.
 */
final class Deinterlace {

    private Deinterlace() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        if (encode.stream().interlaced()) {
            arguments.filter("bwdif=mode=send_frame:deint=interlaced");
        }
    }
}
