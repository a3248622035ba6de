package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Measures a file, and compares it with what is expected of it. */
final class ResultCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double LOUDNESS_TOLERANCE = 1.0;

    private final Path file;
    private final JsonNode expected;
    private final List<String> complaints = new ArrayList<>();

    ResultCheck(Path file, JsonNode expected) {
        this.file = file;
        this.expected = expected;
    }

    List<String> complaints() throws IOException {
        if (expected.path("hls").asBoolean() && !Files.readString(file).startsWith("#EXTM3U")) {
            complaints.add("it is no playlist");
        }
        contains("contains");
        contains("text");
        if (expected.has("json")) {
            JsonNode json = JSON.readTree(file.toFile());
            expected.get("json").forEach(field -> expect(field.asText(), json.has(field.asText()), true));
        }
        if (Pattern.compile("vcodec|acodec|width|height|format|dur").matcher(names()).find()) {
            media();
        }
        if (expected.has("lufs")) {
            double is = loudness();
            if (Math.abs(is - expected.get("lufs").asDouble()) > LOUDNESS_TOLERANCE) {
                complaints.add("its loudness is " + is + " LUFS");
            }
        }
        return complaints;
    }

    private String names() {
        return String.join(" ", expected.properties().stream().map(field -> field.getKey()).toList());
    }

    private void contains(String field) throws IOException {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<JsonNode> texts = new ArrayList<>();
        if (expected.path(field).isTextual()) {
            texts.add(expected.get(field));
        } else {
            expected.path(field).forEach(texts::add);
        }
        // Byte by byte, as not every result is text.
        texts.stream().filter(text -> !content.contains(new String(text.asText().getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1)))
                .forEach(text -> complaints.add("it does not contain '" + text.asText() + "'"));
    }

    private void media() throws IOException {
        JsonNode probed = JSON.readTree(Ffmpeg.text("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json",
                file.toString()));
        JsonNode video = stream(probed, "video");
        if (expected.has("vcodec")) {
            expect("vcodec", video.path("codec_name").asText("none"), expected.get("vcodec").asText("none").replace("null", "none"));
        }
        if (expected.has("acodec")) {
            expect("acodec", stream(probed, "audio").path("codec_name").asText("none"),
                    expected.get("acodec").asText("none").replace("null", "none"));
        }
        for (String side : List.of("width", "height")) {
            if (expected.has(side)) {
                expect(side, video.path(side).asInt(), expected.get(side).asInt());
            }
        }
        String formats = probed.at("/format/format_name").asText();
        if (expected.has("format") && !formats.contains(expected.get("format").asText())) {
            complaints.add("its format is " + formats + " instead of " + expected.get("format").asText());
        }
        if (expected.has("dur")) {
            double seconds = probed.at("/format/duration").asDouble();
            if (seconds < expected.at("/dur/0").asDouble() || seconds > expected.at("/dur/1").asDouble()) {
                complaints.add("it lasts " + seconds + " s instead of " + expected.get("dur"));
            }
        }
    }

    private static JsonNode stream(JsonNode probed, String type) {
        for (JsonNode stream : probed.path("streams")) {
            if (stream.path("codec_type").asText().equals(type)) {
                return stream;
            }
        }
        return JSON.createObjectNode();
    }

    private void expect(String name, Object is, Object wanted) {
        if (!is.equals(wanted)) {
            complaints.add("its " + name + " is " + is + " instead of " + wanted);
        }
    }

    /** Integrated loudness by EBU R 128, in LUFS. */
    private double loudness() {
        String report = new String(Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-af",
                "ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=-", "-f", "null", "-")), StandardCharsets.UTF_8);
        return Pattern.compile("lavfi\\.r128\\.I=(-?[0-9.]+)").matcher(report).results()
                .mapToDouble(value -> Double.parseDouble(value.group(1))).reduce((first, last) -> last).orElse(Double.NaN);
    }
}
