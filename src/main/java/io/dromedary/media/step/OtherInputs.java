package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.AllowedFormats;
import java.nio.file.Path;

/** Names the files beside the input, each with limits of its own. */
public final class OtherInputs {

    private OtherInputs() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.mark().ifPresent(mark -> picture(mark, encode, arguments));
        encode.subtitleTrack().ifPresent(file -> subtitles(file, arguments));
    }

    /** The watermark's picture: the second input. */
    private static void picture(WatermarkImage mark, Encode encode, ArgumentBuilder arguments) {
        arguments.add("-noautorotate");
        arguments.add(AllowedFormats.limits(mark.file().formats(), AllowedFormats.USUAL_STREAMS));
        arguments.add("-codec_whitelist", String.join(",", AllowedFormats.decoders(mark.stream().codec())));
        arguments.add("-max_pixels", Long.toString(encode.table().maxPixels()));
        arguments.add("-i", Arguments.fileUrl(mark.path()));
    }

    /** The subtitles, which we wrote ourselves: the last input. */
    private static void subtitles(Path file, ArgumentBuilder arguments) {
        arguments.add("-protocol_whitelist", "file", "-format_whitelist", "webvtt", "-codec_whitelist", "webvtt");
        arguments.add("-i", Arguments.fileUrl(file));
    }
}
