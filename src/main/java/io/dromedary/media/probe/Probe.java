package io.dromedary.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.ffmpeg.FfmpegJson;
import io.dromedary.media.format.AllowedFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Asks ffprobe what a file is, and reads its answer. Holds no state. */
public final class Probe {

    /** The most pixels of a picture beside the input. */
    private static final long MAX_PICTURE_PIXELS = 16_000_000;

    private static final Map<String, String> STILLS = Map.of(
            "jpeg", AllowedFormats.JPEG, "jpg", AllowedFormats.JPEG, "png", "png_pipe", "webp", "webp_pipe");

    /** The samples of a packet of AAC-LC (ISO/IEC 13818-7). */
    private static final int AAC_SAMPLES = 1024;

    private Probe() {}

    /**
     * The arguments for ffprobe about a result, without the program's name. Its standard output is for {@link #parse(String)}; when
     * its exit code is not 0, the file is not acceptable media.
     *
     * @param file the file to look at; every name is safe, since it is given as a {@code file:} URL
     */
    public static List<String> arguments(Path file) {
        return arguments(file, demuxer(file), AllowedFormats.RESULTS, AllowedFormats.USUAL_STREAMS);
    }

    /**
     * As {@link #arguments(Path)}, for an input.
     *
     * @param head its first bytes
     * @param formats the demuxers that may read it
     * @param maxStreams a file with more streams is not opened
     */
    public static List<String> arguments(Path file, byte[] head, List<String> formats, int maxStreams) {
        return arguments(file, FileType.still(head, formats), formats, maxStreams);
    }

    private static List<String> arguments(Path file, Optional<String> demuxer, List<String> formats, int maxStreams) {
        var arguments = new ArrayList<String>(List.of("-hide_banner", "-v", "error"));
        arguments.addAll(AllowedFormats.limits(formats, maxStreams));
        arguments.addAll(List.of("-of", "json", "-show_format", "-show_streams", "-show_chapters"));
        if (countsPackets(file)) {
            arguments.add("-count_packets");
        } else {
            // The orientation of a camera is in a photo's first and only frame.
            arguments.addAll(List.of("-show_frames", "-read_intervals", "%+#1", "-show_entries",
                    "frame=stream_index:frame_tags=Orientation:chapter=id"));
        }
        demuxer.ifPresent(format -> arguments.addAll(List.of("-f", format)));
        arguments.addAll(List.of("-i", Arguments.fileUrl(file)));
        return List.copyOf(arguments);
    }

    /**
     * The arguments for ffprobe about a file that must be a still picture: it is decoded, so that broken and moving
     * pictures are recognised. The answer is for {@link #picture}.
     *
     * @param head its first bytes
     * @param formats the demuxers that may read it
     */
    public static List<String> pictureArguments(Path file, byte[] head, List<String> formats) {
        var arguments = new ArrayList<String>(List.of("-hide_banner", "-v", "error"));
        arguments.addAll(AllowedFormats.limits(formats, AllowedFormats.USUAL_STREAMS));
        arguments.addAll(List.of("-max_pixels", Long.toString(MAX_PICTURE_PIXELS), "-err_detect", "explode"));
        // A second picture shows that it moves.
        arguments.addAll(List.of("-count_frames", "-read_intervals", "%+#2"));
        arguments.addAll(List.of("-of", "json", "-show_format", "-show_streams"));
        FileType.still(head, formats).ifPresent(format -> arguments.addAll(List.of("-f", format)));
        arguments.addAll(List.of("-i", Arguments.fileUrl(file)));
        return List.copyOf(arguments);
    }

    /**
     * Reads what ffprobe printed about a still picture.
     *
     * @throws MediaException {@code input_unsupported} when it is not one picture that can be decoded
     */
    public static MediaFile picture(String json, Attachment role, Optional<PictureHeader> header) {
        JsonNode root = read(json);
        int pictures = root.path("streams").path(0).path("nb_read_frames").asInt();
        // Behind that of a JPEG may be others, such as a gain map.
        boolean jpeg = root.path("format").path("format_name").asText().equals(AllowedFormats.JPEG);
        if (pictures == 0 || pictures > 1 && !jpeg) {
            throw MediaException.of(
                    MediaException.Kind.INPUT_UNSUPPORTED,
                    "The %s is %s. Send a PNG, JPEG or WebP of at most %d megapixels.".formatted(role.label(),
                            pictures == 0 ? "no picture that can be decoded" : "a moving picture",
                            MAX_PICTURE_PIXELS / 1_000_000),
                    role.field());
        }
        return parse(json, header);
    }

    /** The demuxer of a still by its name: FFmpeg would choose the one of numbered series, which opens other files. */
    private static Optional<String> demuxer(Path file) {
        String name = file.getFileName().toString();
        return Optional.ofNullable(STILLS.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    /**
     * Reads what ffprobe printed.
     *
     * @throws MediaException {@code input_unsupported} when it found no format it may open or no
     *     streams, {@code input_corrupt} when the answer is cut short
     */
    public static MediaFile parse(String json) {
        JsonNode root = read(json);
        JsonNode format = root.path("format");
        Map<Integer, JsonNode> tags = tags(root);
        List<MediaStream> streams =
                StreamSupport.stream(root.path("streams").spliterator(), false)
                        .map(stream -> StreamReader.read(stream,
                                tags.getOrDefault(stream.path("index").asInt(), MissingNode.getInstance())))
                        .toList();
        if (!format.hasNonNull("format_name") || streams.isEmpty()) {
            throw MediaException.of(
                    MediaException.Kind.INPUT_UNSUPPORTED,
                    "The input is not a media file of an accepted format. Send a video, audio or image file;"
                            + " playlists are not followed.");
        }
        return new MediaFile(
                FfmpegJson.names(format, "format_name"),
                FfmpegJson.brand(format.path("tags").path("major_brand")),
                duration(format, root.path("streams")),
                FfmpegJson.bytes(format, "size"),
                FfmpegJson.bytes(format, "bit_rate"),
                streams,
                StreamSpans.of(root),
                root.path("chapters").size(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** As {@link #parse(String)}, with what the file's own header says. */
    public static MediaFile parse(String json, Optional<PictureHeader> header) {
        return HeaderMerge.merge(parse(json), header);
    }

    /** The tags of the first frame of each stream, where it was read. */
    private static Map<Integer, JsonNode> tags(JsonNode root) {
        return StreamSupport.stream(root.path("frames").spliterator(), false).collect(Collectors.toMap(
                frame -> frame.path("stream_index").asInt(), frame -> frame.path("tags"), (first, next) -> first));
    }

    /** ADTS does not say how long it is, and FFmpeg's estimate is far off where the rate varies. */
    private static boolean countsPackets(Path file) {
        return file.getFileName().toString().endsWith(".aac");
    }

    private static JsonNode read(String json) {
        return FfmpegJson.json(json).orElseThrow(() -> MediaException.of(
                MediaException.Kind.INPUT_CORRUPT,
                "The input could not be examined to its end. Check that the file is whole and plays."));
    }

    /** The duration by the packets where they were counted, else the format's, or the longest stream's where the format has none. */
    private static OptionalDouble duration(JsonNode format, JsonNode streams) {
        if (FfmpegJson.names(format, "format_name").contains(LengthMeasurement.TIMELESS)) {
            // FFmpeg would estimate it by a bitrate that it guesses from the first pictures.
            return OptionalDouble.empty();
        }
        double counted = FfmpegJson.whole(streams.path(0), "nb_read_packets", Integer.MAX_VALUE);
        double rate = FfmpegJson.whole(streams.path(0), "sample_rate", Integer.MAX_VALUE);
        if (counted > 0 && rate > 0) {
            return OptionalDouble.of(counted * AAC_SAMPLES / rate);
        }
        OptionalDouble whole = FfmpegJson.seconds(format, "duration");
        if (whole.isPresent()) {
            return whole;
        }
        return StreamSupport.stream(streams.spliterator(), false)
                .flatMapToDouble(stream -> FfmpegJson.seconds(stream, "duration").stream())
                .max();
    }
}
