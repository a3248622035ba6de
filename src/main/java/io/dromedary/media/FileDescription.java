package io.dromedary.media;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Describes a probed file as the file object of the HTTP contract. */
public final class FileDescription {

    /**
     * What a WebM may hold (the WebM project's container guidelines); ffprobe does not distinguish it from Matroska.
     */
    private static final Set<String> WEBM_CODECS = Set.of("vp8", "vp9", "av1", "opus", "vorbis");

    private FileDescription() {}

    /**
     * The file object, in the contract's order of fields: sizes in pixels as shown, duration in seconds, bitrate in
     * bits/s, filesize in bytes, rotation in degrees clockwise. What the file does not declare is a JSON null, so that
     * every file object has the same fields.
     *
     * @param url where the caller finds the file
     */
    public static Map<String, Object> describe(MediaFile file, String url) {
        Optional<VideoStream> video = file.video();
        Optional<AudioStream> audio = file.audio();
        var codecs = new LinkedHashMap<String, Object>();
        codecs.put("video", video.map(VideoStream::codec).orElse(null));
        codecs.put("audio", audio.map(AudioStream::codec).orElse(null));

        var object = new LinkedHashMap<String, Object>();
        object.put("object", "file");
        object.put("kind", kind(file));
        object.put("url", url);
        object.put("format", format(file));
        object.put("width", video.map(VideoStream::width).orElse(null));
        object.put("height", video.map(VideoStream::height).orElse(null));
        object.put("duration", file.isStill() ? null : rounded(file.duration()));
        object.put("fps", file.isStill() ? null : video.map(v -> rounded(v.frameRate())).orElse(null));
        object.put("bitrate", file.isStill() ? null : whole(file.bitrate()));
        object.put("filesize", whole(file.size()));
        object.put("codecs", codecs);
        object.put("rotation", video.map(VideoStream::rotation).orElse(null));
        return object;
    }

    private static String kind(MediaFile file) {
        if (file.video().isEmpty()) {
            return "audio";
        }
        if (file.isAnimation()) {
            return pictures(file) > 1.5 ? "animation" : "image";
        }
        return file.isStill() ? "image" : "video";
    }

    /** About how many pictures it has: ffprobe reports their rate and the duration. */
    private static double pictures(MediaFile file) {
        return file.duration().orElse(0) * file.video().orElseThrow().frameRate().orElse(0);
    }

    /** The name people use for the format, where FFmpeg has a list or another. */
    private static String format(MediaFile file) {
        String first = file.formats().isEmpty() ? "unknown" : file.formats().get(0);
        return switch (first) {
            case "mov" -> mp4Family(file.brand());
            case "matroska" -> isWebm(file) ? "webm" : "mkv";
            case "ogg" -> file.video().isEmpty() && file.audio().filter(a -> a.codec().equals("opus")).isPresent()
                    ? "opus" : "ogg";
            case "apng" -> "png";
            case "jpegxl_pipe" -> "jxl";
            case "j2k_pipe" -> "jp2";
            case "mpc8" -> "mpc";
            default -> first.endsWith("_pipe") ? first.substring(0, first.length() - 5) : first;
        };
    }

    private static String mp4Family(String brand) {
        return switch (brand) {
            case "qt" -> "mov";
            case "M4A", "M4B" -> "m4a";
            case "avif" -> "avif";
            case "heic", "heix", "mif1" -> "heic";
            default -> brand.startsWith("3g") ? "3gp" : "mp4";
        };
    }

    private static boolean isWebm(MediaFile file) {
        return file.streams().stream().allMatch(stream -> WEBM_CODECS.contains(stream.codec()));
    }

    /** Rounds a duration or a rate to thousandths. */
    static Double rounded(OptionalDouble value) {
        return value.isPresent() ? (Double) (Math.round(value.getAsDouble() * 1000) / 1000.0) : null;
    }

    private static Long whole(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
