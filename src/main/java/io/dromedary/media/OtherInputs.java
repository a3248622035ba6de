package io.dromedary.media;

import java.nio.file.Path;

/** Names the files beside the input, each with limits of its own. */
final class OtherInputs {

    private OtherInputs() {}

    static void write(Encode encode, Draft draft) {
        encode.mark().ifPresent(mark -> picture(mark, encode, draft));
        encode.subtitleTrack().ifPresent(file -> subtitles(file, draft));
    }

    /** The watermark's picture: the second input. */
    private static void picture(Mark mark, Encode encode, Draft draft) {
        draft.add("-noautorotate");
        draft.add(SafeInput.limits(mark.file().formats(), SafeInput.USUAL_STREAMS));
        draft.add("-codec_whitelist", String.join(",", SafeInput.decoders(mark.stream().codec())));
        draft.add("-max_pixels", Long.toString(encode.table().maxPixels()));
        draft.add("-i", Arguments.fileUrl(mark.path()));
    }

    /** The subtitles, which we wrote ourselves: the last input. */
    private static void subtitles(Path file, Draft draft) {
        draft.add("-protocol_whitelist", "file", "-format_whitelist", "webvtt", "-codec_whitelist", "webvtt");
        draft.add("-i", Arguments.fileUrl(file));
    }
}
