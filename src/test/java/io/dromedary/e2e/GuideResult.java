package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.Ffmpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What came of a use case, and what can be measured of it.
 *
 * @param job  the job as it ended
 * @param file its main result, fetched
 */
record GuideResult(JsonNode job, Path file) {

    String output() {
        return job.get("output").asText();
    }

    /** Width x height of the picture, as a player shows it. */
    String size() {
        List<String> values = Ffmpeg.values(file, "v:0", "stream=width,height");
        return values.get(0) + "x" + values.get(1);
    }

    String videoCodec() {
        return Ffmpeg.values(file, "v:0", "stream=codec_name").get(0);
    }

    String audioCodec() {
        return Ffmpeg.values(file, "a:0", "stream=codec_name").get(0);
    }

    double seconds() {
        return Double.parseDouble(format("duration"));
    }

    long bitrate() {
        return Long.parseLong(format("bit_rate"));
    }

    String container() {
        return format("format_name");
    }

    private String format(String entry) {
        return Ffmpeg.text("ffprobe", "-v", "error", "-show_entries", "format=" + entry, "-of",
                "default=noprint_wrappers=1:nokey=1", file.toString()).strip();
    }

    String framesPerSecond() {
        return Ffmpeg.values(file, "v:0", "stream=avg_frame_rate").get(0);
    }

    int frames() {
        return Integer.parseInt(Ffmpeg.text("ffprobe", "-v", "error", "-count_packets", "-select_streams", "v:0",
                "-show_entries", "stream=nb_read_packets", "-of", "default=noprint_wrappers=1:nokey=1",
                file.toString()).strip());
    }

    /** The mean brightness, 0 to 255, of the picture at a moment, in a part of it given for the filter crop. */
    int brightness(double at, String part) {
        return (int) Math.round(pixels(at, part).average().orElseThrow());
    }

    /** How many pixels are as bright as letters, at a moment, in a part given for the filter crop. */
    long lit(double at, String part) {
        return pixels(at, part).filter(pixel -> pixel > 150).count();
    }

    /** The brightness of each pixel: FFmpeg's own scaling to a single one is off by a third. */
    private IntStream pixels(double at, String part) {
        byte[] grey = Ffmpeg.run(List.of("-v", "error", "-ss", Double.toString(at), "-i", file.toString(), "-vf",
                "crop=" + part + ",format=gray", "-frames:v", "1", "-f", "rawvideo", "-"));
        return IntStream.range(0, grey.length).map(index -> grey[index] & 255);
    }

    /** Integrated loudness by EBU R 128, in LUFS. */
    double loudness() {
        String report = new String(Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-af",
                "ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=-", "-f", "null", "-")));
        var matcher = Pattern.compile("lavfi\\.r128\\.I=(-?[0-9.]+)").matcher(report);
        double last = Double.NaN;
        while (matcher.find()) {
            last = Double.parseDouble(matcher.group(1));
        }
        return last;
    }

    /** How alike the result and another file are, from 0 to 1 (SSIM), when both are brought to one size. */
    double likeness(Path other) {
        String report = new String(Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-i", other.toString(),
                "-filter_complex", "[0:v]scale=320:180,format=yuv420p[a];[1:v]scale=320:180,format=yuv420p[b];"
                        + "[a][b]ssim=stats_file=-", "-f", "null", "-")));
        return report.lines().filter(line -> line.contains("All:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".*All:([0-9.]+).*", "$1")))
                .average().orElse(0);
    }

    /** Whether playing can begin before all is loaded: the index stands before the media. */
    boolean startsFast() {
        String bytes = new String(bytes(), StandardCharsets.ISO_8859_1);
        return bytes.indexOf("moov") < bytes.indexOf("mdat");
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first bytes, as letters. */
    String text(int bytes) {
        return new String(bytes(), 0, bytes, StandardCharsets.ISO_8859_1);
    }

    /** Width x height by a WebP's VP8X chunk, which ffprobe 5.1 does not read of an animation. */
    String webpCanvas() {
        byte[] bytes = bytes();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("VP8X") + 12;
        return 1 + little(bytes, at) + "x" + (1 + little(bytes, at + 3));
    }

    private static int little(byte[] bytes, int at) {
        return (bytes[at] & 255) | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16;
    }

    /** How many frames an animated WebP has. */
    int webpFrames() {
        return new String(bytes(), StandardCharsets.ISO_8859_1).split("ANMF", -1).length - 1;
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
