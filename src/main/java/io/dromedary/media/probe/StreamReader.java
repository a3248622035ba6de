package io.dromedary.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.AudioStream;
import io.dromedary.media.Language;
import io.dromedary.media.MediaStream;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.FfmpegJson;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one entry of ffprobe's {@code streams}. */
final class StreamReader {


    /** Pixel aspects beyond this are damage, not intent; the widest in use is 2:1 (anamorphic). */
    private static final double WIDEST_PIXEL = 8;

    /** No format has more streams or pixels a side, and FFmpeg no more channels (FF_SANE_NB_CHANNELS). */
    private static final int MOST_STREAMS = 100_000;
    private static final int MOST_PIXELS = 1_000_000;
    private static final int MOST_CHANNELS = 512;
    private static final int MOST_SAMPLES = 100_000_000;

    /** What does not stand in quotation marks on one line. */
    private static final Pattern NO_TITLE = Pattern.compile("[\"\\p{Cntrl}\u0080-\u009f\u2028\u2029\ufffd]+");
    private static final int LONGEST_TITLE = 80;

    /** Codecs of television and cameras whose frames say whether they consist of fields. */
    private static final Set<String> SAID_BY_FRAMES = Set.of("mpeg2video", "vc1", "prores", "dnxhd", "ffv1");

    private StreamReader() {}

    static MediaStream read(JsonNode stream, JsonNode frame) {
        int index = FfmpegJson.whole(stream, "index", MOST_STREAMS);
        String codec = FfmpegJson.name(stream, "codec_name");
        String type = FfmpegJson.name(stream, "codec_type");
        return switch (type) {
            case "video" -> video(index, codec, stream, frame);
            case "audio" ->
                    new AudioStream(
                            index,
                            codec,
                            FfmpegJson.whole(stream, "channels", MOST_CHANNELS),
                            FfmpegJson.whole(stream, "sample_rate", MOST_SAMPLES),
                            isLaidOut(stream),
                            flag(stream, "default"),
                            Language.parse(stream.path("tags").path("language").asText()),
                            title(stream.path("tags").path("title").asText()));
            default -> new MediaStream.Other(index, codec, type);
        };
    }

    /** A file may call its stream anything: what is left can stand in a playlist. */
    private static Optional<String> title(String text) {
        String plain = NO_TITLE.matcher(text).replaceAll(" ").strip();
        return plain.isEmpty() ? Optional.empty()
                : Optional.of(plain.substring(0, plain.offsetByCodePoints(0, Math.min(LONGEST_TITLE, plain.codePointCount(0, plain.length())))));
    }

    /** FFmpeg prints a name such as {@code 5.1(side)}, or else {@code unknown} or the number of channels. */
    private static boolean isLaidOut(JsonNode stream) {
        String layout = stream.path("channel_layout").asText("unknown");
        return !layout.equals("unknown") && !layout.endsWith("channels");
    }

    private static VideoStream video(int index, String codec, JsonNode stream, JsonNode frame) {
        int storedWidth = FfmpegJson.whole(stream, "width", MOST_PIXELS);
        int storedHeight = FfmpegJson.whole(stream, "height", MOST_PIXELS);
        int rotation = frame.has("Orientation") ? turned(frame.path("Orientation").asText()) : rotation(stream);
        int squareWidth = (int) Math.round(storedWidth * pixelAspect(stream));
        boolean quarterTurned = rotation % 180 != 0;
        return new VideoStream(
                index,
                codec,
                storedWidth,
                storedHeight,
                quarterTurned ? storedHeight : squareWidth,
                quarterTurned ? squareWidth : storedHeight,
                pixelFormat(stream, codec),
                frameRate(stream),
                rotation,
                interlaced(stream, codec),
                flag(stream, "attached_pic"),
                flag(stream, "default"),
                new VideoStream.Colour(
                        FfmpegJson.name(stream, "color_range"),
                        matrix(stream),
                        FfmpegJson.name(stream, "color_primaries"),
                        FfmpegJson.name(stream, "color_transfer")));
    }

    /** The header does not declare it where only the metadata of Dolby Vision tells how the samples become colours. */
    private static String matrix(JsonNode stream) {
        for (JsonNode side : stream.path("side_data_list")) {
            int profile = side.path("dv_profile").asInt(-1);
            // Profile 10 is AV1. The others have a base layer, as HDR10, HLG or SDR, whatever its number says.
            if ((profile == 5 || profile == 10) && side.path("dv_bl_signal_compatibility_id").asInt(0) == 0) {
                return VideoStream.Colour.IPT;
            }
        }
        return FfmpegJson.name(stream, "color_space");
    }

    /** VP8 and VP9 have their alpha in a stream of its own (the WebM project's container guidelines). */
    private static String pixelFormat(JsonNode stream, String codec) {
        String format = FfmpegJson.name(stream, "pix_fmt");
        return format.equals("yuv420p") && codec.matches("vp[89]") && stream.path("tags").path("alpha_mode").asText().equals("1")
                ? "yuva420p" : format;
    }

    /** Whether it declares fields, or leaves that to each frame, whose mark then decides. */
    private static boolean interlaced(JsonNode stream, String codec) {
        String order = stream.path("field_order").asText("");
        // The containers of DV say "progressive" at times, whatever its frames are.
        return order.matches("tt|bb|tb|bt") || codec.equals("dvvideo")
                || order.equals("unknown") && SAID_BY_FRAMES.contains(codec);
    }

    /** The width of a pixel divided by its height; 1 when not declared. */
    private static double pixelAspect(JsonNode stream) {
        double aspect = ratio(stream.path("sample_aspect_ratio").asText("0:1"), ":");
        return aspect >= 1 / WIDEST_PIXEL && aspect <= WIDEST_PIXEL ? aspect : 1;
    }

    /**
     * The average rate: the base rate of a phone's or browser's recording is often far off. Where times are rounded, as
     * in Matroska, it differs a little from the standard rate that is meant.
     */
    private static OptionalDouble frameRate(JsonNode stream) {
        double average = ratio(stream.path("avg_frame_rate").asText("0/0"), "/");
        return average <= 0 ? OptionalDouble.empty() : OptionalDouble.of(VideoStream.standardRate(average).orElse(average));
    }

    private static double ratio(String text, String separator) {
        String[] parts = text.split(separator);
        if (parts.length != 2 || !parts[0].matches("\\d{1,9}") || !parts[1].matches("\\d{1,9}")) {
            return 0;
        }
        double divisor = Double.parseDouble(parts[1]);
        return divisor == 0 ? 0 : Double.parseDouble(parts[0]) / divisor;
    }

    /**
     * ffprobe counts anticlockwise and may say -90; players and people turn clockwise. FFmpeg swaps width and height
     * only within one degree of a quarter turn, so any other angle is ignored.
     */
    private static int rotation(JsonNode stream) {
        for (JsonNode side : stream.path("side_data_list")) {
            if (side.has("rotation")) {
                double clockwise = -side.path("rotation").asDouble();
                long nearest = Math.round(clockwise / 90) * 90;
                return Math.abs(clockwise - nearest) < 1 ? (int) Math.floorMod(nearest, 360L) : 0;
            }
        }
        return 0;
    }

    /** Degrees by the orientation tag of a camera (Exif 2.3, 4.6.4); FFmpeg takes care of mirroring. */
    static int turned(String orientation) {
        return switch (orientation.strip()) {
            case "3", "4" -> 180;
            case "5", "6" -> 90;
            case "7", "8" -> 270;
            default -> 0;
        };
    }

    private static boolean flag(JsonNode stream, String disposition) {
        return stream.path("disposition").path(disposition).asInt(0) == 1;
    }
}
