package io.dromedary.media;

/** Draws the subtitles into the picture, at its final size. */
final class BurnIn {

    private BurnIn() {}

    static void write(VideoEncode encode, ArgumentBuilder arguments) {
        encode.subtitles().filter(track -> track.style() == SubtitleStyle.BURN_IN)
                .ifPresent(track -> arguments.filter("ass=filename=" + FilterEscaping.escaped(track.path().toString())));
    }
}
