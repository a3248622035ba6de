package io.dromedary.media.step;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AllowedFormats;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the input reach one demuxer, the decoders of the chosen streams, and no other file or network; and caps the size
 * of a picture. FFmpeg's {@code -max_alloc} is left at its default of 2 GiB: memory is bounded by the limit on the
 * process.
 */
public final class InputLimits {

    private InputLimits() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        arguments.add(AllowedFormats.limits(encode.file().formats(), encode.table().input().maxStreams()));
        // Not for ffprobe: it fails on a file in which one stream, such as a subtitle, has another codec.
        arguments.add("-codec_whitelist", String.join(",", decoders(encode)));
        arguments.add("-max_pixels", Long.toString(encode.table().maxPixels()));
    }

    private static List<String> decoders(Encode encode) {
        var decoders = new ArrayList<String>();
        encode.picture().ifPresent(stream -> decoders.addAll(AllowedFormats.decoders(stream.codec())));
        encode.sound().ifPresent(stream -> decoders.addAll(AllowedFormats.decoders(stream.codec())));
        return decoders;
    }
}
