package io.dromedary.media.step;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.AllowedFormats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names the input and the files beside it, each behind the limits of what it may reach. */
public final class Inputs {

    private Inputs() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.inputs().joint().ifPresentOrElse(joint -> arguments.add(joint.arguments()), () -> media(encode, arguments));
        encode.mark().ifPresent(mark -> picture(mark, encode, arguments));
        encode.subtitleTracks().forEach(file -> subtitles(file, arguments));
    }

    /** The input itself. */
    private static void media(Encode encode, ArgumentBuilder arguments) {
        Start.write(encode, arguments);
        boolean piped = encode.inputs().isPiped();
        limits(piped ? AllowedFormats.PIPE : AllowedFormats.FILE, encode.file().formats(), encode.table().input().maxStreams(),
                decoders(encode), encode, arguments);
        still(encode.file(), arguments);
        encode.picture().ifPresent(stream -> alphaDecoder(stream).ifPresent(
                decoder -> arguments.add("-c:" + stream.index(), decoder)));
        arguments.add("-i", piped ? encode.inputs().input().toString() : Arguments.fileUrl(encode.inputs().input()));
    }

    /**
     * Lets a file reach one demuxer, the decoders of the chosen streams, and no other file or network; and caps the size
     * of a picture. FFmpeg's {@code -max_alloc} is left at its default of 2 GiB: memory is bounded by the limit on the
     * process.
     */
    private static void limits(
            String protocol, List<String> formats, int maxStreams, List<String> decoders, Encode encode,
            ArgumentBuilder arguments) {
        arguments.add(AllowedFormats.limits(protocol, formats, maxStreams));
        // Not for ffprobe: it fails on a file in which one stream, such as a subtitle, has another codec.
        arguments.add("-codec_whitelist", String.join(",", decoders));
        arguments.add("-max_pixels", Long.toString(encode.table().maxPixels()));
    }

    /** FFmpeg would guess again what a file is, and does not recognise every JPEG. */
    private static void still(MediaFile file, ArgumentBuilder arguments) {
        file.formats().stream().filter(AllowedFormats::isStill).findFirst().ifPresent(format -> arguments.add("-f", format));
    }

    /** Those of picture and sound, also where only one is used: FFmpeg counts times from the first of both. */
    private static List<String> decoders(Encode encode) {
        AllowedFormats accepted = encode.table().accepted();
        return Stream.concat(encode.picture().or(encode.file()::video).stream().map(stream -> alphaDecoder(stream)
                                .map(List::of).orElseGet(() -> accepted.decoders(stream.codec()))),
                        (encode.sounds().isEmpty() ? accepted.usableAudio(encode.file()).stream() : encode.sounds().stream())
                                .map(stream -> accepted.decoders(stream.codec())))
                .flatMap(List::stream).distinct().toList();
    }

    /** FFmpeg's own decoders of VP8 and VP9 do not read their alpha. */
    private static Optional<String> alphaDecoder(VideoStream stream) {
        return stream.mayBeTransparent() && stream.codec().equals("vp9") ? Optional.of("libvpx-vp9")
                : stream.mayBeTransparent() && stream.codec().equals("vp8") ? Optional.of("libvpx") : Optional.empty();
    }

    /** The watermark's picture: the first input beside the media. */
    private static void picture(WatermarkImage mark, Encode encode, ArgumentBuilder arguments) {
        arguments.add("-noautorotate");
        limits(AllowedFormats.FILE, mark.file().formats(), AllowedFormats.USUAL_STREAMS,
                encode.table().accepted().decoders(mark.stream().codec()), encode, arguments);
        still(mark.file(), arguments);
        arguments.add("-i", Arguments.fileUrl(mark.path()));
    }

    /** Subtitles, which we wrote ourselves: the last inputs. */
    private static void subtitles(Path file, ArgumentBuilder arguments) {
        arguments.add("-protocol_whitelist", AllowedFormats.FILE, "-format_whitelist", "webvtt", "-codec_whitelist", "webvtt");
        arguments.add("-i", Arguments.fileUrl(file));
    }
}
