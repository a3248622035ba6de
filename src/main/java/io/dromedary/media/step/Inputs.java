package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.AllowedFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names the input and the files beside it, each behind the limits of what it may reach. */
public final class Inputs {

    private Inputs() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        seek(encode, arguments);
        limits(encode.file().formats(), encode.table().input().maxStreams(), decoders(encode), encode, arguments);
        arguments.add("-i", Arguments.fileUrl(encode.inputs().input()));
        encode.mark().ifPresent(mark -> picture(mark, encode, arguments));
        encode.subtitleTrack().ifPresent(file -> subtitles(file, arguments));
    }

    /**
     * Seeks to the start before the input is decoded, which is eleven times faster than decoding up to it. FFmpeg still
     * cuts at the exact picture, since everything is re-encoded. The start is counted from the stream's own first time,
     * also where that is not 0.
     */
    private static void seek(Encode encode, ArgumentBuilder arguments) {
        if (encode.clip().start() > 0) {
            arguments.add("-ss", Arguments.number(encode.clip().start()));
        }
    }

    /**
     * Lets a file reach one demuxer, the decoders of the chosen streams, and no other file or network; and caps the size
     * of a picture. FFmpeg's {@code -max_alloc} is left at its default of 2 GiB: memory is bounded by the limit on the
     * process.
     */
    private static void limits(
            List<String> formats, int maxStreams, List<String> decoders, Encode encode, ArgumentBuilder arguments) {
        arguments.add(AllowedFormats.limits(formats, maxStreams));
        // Not for ffprobe: it fails on a file in which one stream, such as a subtitle, has another codec.
        arguments.add("-codec_whitelist", String.join(",", decoders));
        arguments.add("-max_pixels", Long.toString(encode.table().maxPixels()));
    }

    private static List<String> decoders(Encode encode) {
        var decoders = new ArrayList<String>();
        encode.picture().ifPresent(stream -> decoders.addAll(encode.table().accepted().decoders(stream.codec())));
        encode.sound().ifPresent(stream -> decoders.addAll(encode.table().accepted().decoders(stream.codec())));
        return decoders;
    }

    /** The watermark's picture: the second input. */
    private static void picture(WatermarkImage mark, Encode encode, ArgumentBuilder arguments) {
        arguments.add("-noautorotate");
        limits(mark.file().formats(), AllowedFormats.USUAL_STREAMS,
                encode.table().accepted().decoders(mark.stream().codec()), encode, arguments);
        arguments.add("-i", Arguments.fileUrl(mark.path()));
    }

    /** The subtitles, which we wrote ourselves: the last input. */
    private static void subtitles(Path file, ArgumentBuilder arguments) {
        arguments.add("-protocol_whitelist", "file", "-format_whitelist", "webvtt", "-codec_whitelist", "webvtt");
        arguments.add("-i", Arguments.fileUrl(file));
    }
}
