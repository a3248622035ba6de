package io.dromedary.media;

/** Draws the subtitles into the picture, at its final size. */
final class BurnIn {

    private BurnIn() {}

    static void write(VideoEncode encode, Draft draft) {
        encode.subtitles().filter(track -> track.style() == SubtitleStyle.BURN_IN)
                .ifPresent(track -> draft.filter("ass=filename=" + FilterText.escaped(track.path().toString())));
    }
}
