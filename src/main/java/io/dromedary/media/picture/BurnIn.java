package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.FilterEscaping;
import io.dromedary.media.option.SubtitleStyle;

/** Draws the subtitles into the picture, at its final size. */
public final class BurnIn {

    private BurnIn() {}

    public static void write(VideoEncode encode, ArgumentBuilder arguments) {
        encode.subtitles().filter(track -> track.style() == SubtitleStyle.BURN_IN)
                .ifPresent(track -> arguments.filter("ass=filename=" + FilterEscaping.escaped(track.path().toString())));
    }
}
