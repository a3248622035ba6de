package io.dromedary.media.thumbnail;

import io.dromedary.media.Command;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.AllowedFormats;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the command that makes the sheets of thumbnails. */
public final class ThumbnailCommand {

    /**
     * The share of the work of an encode, as measured on two cores: of reading keyframes alone, and of reading all
     * pictures.
     */
    private static final double KEYFRAMES_WEIGHT = 0.02;
    private static final double ALL_WEIGHT = 0.2;

    /** 2 is the best, 31 the worst; small pictures hide little. */
    private static final String JPEG_QUALITY = "4";

    private ThumbnailCommand() {}

    /**
     * What the pictures are taken from.
     *
     * @param file a video
     * @param formats its demuxers
     * @param decoders the decoders of its pictures
     * @param stream its pictures' number in it
     * @param keyframeSeconds seconds between keyframes at most; empty when unknown
     */
    public record Source(Path file, List<String> formats, List<String> decoders, int stream, OptionalDouble keyframeSeconds) {

        /** What was just encoded: its keyframes are as far apart as the table says. */
        public static Source encoded(Path file, VideoFormat format, VideoCodec codec, EncodingTable table) {
            return new Source(file, List.of(format == VideoFormat.WEBM ? "matroska" : "mov"),
                    AllowedFormats.decoders(codec), 0,
                    OptionalDouble.of(table.keyframeSeconds()));
        }

        /** The same, where nobody knows how far apart its keyframes are. */
        public Source withAnyKeyframes() {
            return new Source(file, formats, decoders, stream, OptionalDouble.empty());
        }
    }

    public static Command build(ThumbnailSheets sheets, Source source, PlanInputs inputs) {
        // The nearest keyframe is close enough when there is one for each thumbnail, and saves nearly all of the work.
        boolean keyframes = source.keyframeSeconds().orElse(Double.MAX_VALUE) <= sheets.every();
        var arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error"));
        arguments.addAll(AllowedFormats.limits(source.formats(), AllowedFormats.USUAL_STREAMS));
        arguments.addAll(List.of("-codec_whitelist", String.join(",", source.decoders())));
        if (keyframes) {
            arguments.addAll(List.of("-skip_frame", "nokey"));
        }
        arguments.addAll(List.of("-i", Arguments.fileUrl(source.file()), "-map", "0:" + source.stream(), "-an", "-sn",
                "-dn", "-vf", filters(sheets, keyframes)));
        arguments.addAll(coding(sheets));
        arguments.addAll(List.of("-nostats", "-stats_period", "0.5", "-progress", "pipe:1", "-y",
                Arguments.fileUrl(sheets.pattern(inputs))));
        return new Command("thumbnails", arguments, OptionalDouble.of(sheets.duration()),
                keyframes ? KEYFRAMES_WEIGHT : ALL_WEIGHT, List.of(sheets.made(inputs)));
    }

    /** The arguments that encode the sheets. */
    public static List<String> coding(ThumbnailSheets sheets) {
        var arguments = new ArrayList<>(List.of("-frames:v", Integer.toString(sheets.sheets()), "-fps_mode", "passthrough",
                "-c:v", "mjpeg", "-q:v", JPEG_QUALITY, "-pix_fmt", "yuvj420p", "-map_metadata", "-1", "-bitexact",
                "-f", "image2"));
        arguments.addAll(sheets.sheets() == 1 ? List.of("-update", "1") : List.of("-start_number", "1"));
        return arguments;
    }

    /**
     * One picture for each interval that begins: from all pictures the one that is shown then, from keyframes the
     * nearest. Where the sound continues after the picture, the last picture is held, as in players.
     */
    public static String filters(ThumbnailSheets sheets, boolean keyframes) {
        return String.join(",",
                // Otherwise the last one would have no duration, and be left out.
                "tpad=stop_mode=clone:stop_duration=" + Arguments.number(sheets.every()),
                "fps=fps=1/%s:start_time=0:round=%s".formatted(
                        Arguments.number(sheets.every()), keyframes ? "near" : "up"),
                "tpad=stop_mode=clone:stop=" + sheets.count(),
                "trim=end_frame=" + sheets.count(),
                // JPEG knows one matrix and one range (JFIF 1.02).
                "scale=%d:%d:out_color_matrix=bt601:out_range=pc".formatted(sheets.width(), sheets.height()),
                "setsar=1",
                "tile=%dx%d".formatted(sheets.columns(), sheets.rows()));
    }
}
