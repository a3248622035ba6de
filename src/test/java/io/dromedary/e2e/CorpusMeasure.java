package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ffprobe says of a file when the product is not asked: its size as players show it, and from its packets how long its
 * picture and its sound last. What cannot be told is not there.
 *
 * @param width   of the picture, in pixels
 * @param height  of the picture, in pixels
 * @param picture seconds from the first packet of the file to the end of the picture
 * @param sound   the same, to the end of the sound
 */
record CorpusMeasure(Optional<Integer> width, Optional<Integer> height, Optional<Double> picture, Optional<Double> sound,
        boolean hasPicture, boolean hasSound) {

    private static final String PLAYLIST = ".m3u8";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Some formats say of a packet of sound how long all of the rest, or a whole block, would be. */
    private static final double LONGEST = 1.25;

    /** The times of a stream's packets, in seconds. */
    private record Span(double from, double to) {

        private Span with(Span other) {
            return new Span(Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    /** Asks ffprobe; empty where it finds no picture and no sound. */
    static Optional<CorpusMeasure> of(Path file) throws IOException {
        return file.toString().endsWith(PLAYLIST) ? ofSegments(file) : measured(file);
    }

    /** Its transport streams, one behind the other: FFmpeg takes those with next to nothing in them for another format. */
    private static Optional<CorpusMeasure> ofSegments(Path master) throws IOException {
        String text = Files.readString(master);
        Optional<CorpusMeasure> picture = Optional.empty();
        Optional<CorpusMeasure> sound = Optional.empty();
        for (String line : text.lines().toList()) {
            if (picture.isEmpty() && !line.startsWith("#")) {
                picture = measured(joined(master.resolveSibling(line)));
            } else if (sound.isEmpty() && line.contains("TYPE=AUDIO")) {
                sound = measured(joined(master.resolveSibling(line.replaceAll(".*URI=\"([^\"]*)\".*", "$1"))));
            }
        }
        if (picture.isEmpty() || sound.isEmpty()) {
            return picture;
        }
        CorpusMeasure seen = picture.get();
        Optional<Double> heard = seen.hasSound() ? seen.sound() : sound.get().sound();
        return Optional.of(new CorpusMeasure(seen.width(), seen.height(), seen.picture(), heard, seen.hasPicture(), true));
    }

    private static Path joined(Path playlist) throws IOException {
        Path joined = playlist.resolveSibling("joined.ts");
        try (var out = Files.newOutputStream(joined)) {
            for (String segment : Files.readAllLines(playlist).stream().filter(line -> !line.startsWith("#")).toList()) {
                Files.copy(playlist.resolveSibling(segment), out);
            }
        }
        return joined;
    }

    private static Optional<CorpusMeasure> measured(Path file) throws IOException {
        JsonNode streams = JSON.readTree(String.join("\n", lines(file, "-of", "json", "-show_entries",
                "stream=index,codec_type,width,height,sample_aspect_ratio:stream_disposition=attached_pic,default"
                        + ":stream_side_data=rotation"))).path("streams");
        Optional<JsonNode> picture = first(streams, "video");
        Optional<JsonNode> sound = first(streams, "audio");
        if (picture.isEmpty() && sound.isEmpty()) {
            return Optional.empty();
        }
        // ffprobe gives 0×0 where it has not found a size.
        Optional<JsonNode> sized = picture
                .filter(stream -> stream.path("width").asInt() > 0 && stream.path("height").asInt() > 0);
        Map<Integer, Span> spans = spans(file);
        double begin = spans.values().stream().mapToDouble(Span::from).min().orElse(0);
        return Optional.of(new CorpusMeasure(sized.map(CorpusMeasure::width), sized.map(CorpusMeasure::height),
                end(picture, spans, begin), end(sound, spans, begin), picture.isPresent(), sound.isPresent()));
    }

    /** Seconds that the longer of its picture and its sound lasts. */
    Optional<Double> whole() {
        return picture.isPresent() && sound.isPresent() ? Optional.of(Math.max(picture.get(), sound.get()))
                : picture.or(() -> sound);
    }

    private static Optional<Double> end(Optional<JsonNode> stream, Map<Integer, Span> spans, double begin) {
        // One packet that does not say how long it is tells nothing.
        return stream.map(found -> spans.get(found.path("index").asInt())).filter(span -> span.to() > span.from())
                .map(span -> span.to() - begin);
    }

    /** The one that players choose; no cover. */
    private static Optional<JsonNode> first(JsonNode streams, String type) {
        Optional<JsonNode> chosen = Optional.empty();
        for (JsonNode stream : streams) {
            boolean isDefault = stream.at("/disposition/default").asInt() == 1;
            if (stream.path("codec_type").asText().equals(type) && stream.at("/disposition/attached_pic").asInt() == 0
                    && (chosen.isEmpty() || isDefault && chosen.get().at("/disposition/default").asInt() == 0)) {
                chosen = Optional.of(stream);
            }
        }
        return chosen;
    }

    private static int width(JsonNode stream) {
        return isTurned(stream) ? stream.path("height").asInt() : square(stream);
    }

    private static int height(JsonNode stream) {
        return isTurned(stream) ? square(stream) : stream.path("height").asInt();
    }

    private static boolean isTurned(JsonNode stream) {
        return stream.path("side_data_list").findValuesAsText("rotation").stream()
                .anyMatch(angle -> Math.abs(Double.parseDouble(angle)) % 180 == 90);
    }

    private static int square(JsonNode stream) {
        String[] aspect = stream.path("sample_aspect_ratio").asText("1:1").split(":");
        double ratio = aspect.length == 2 ? Double.parseDouble(aspect[0]) / Double.parseDouble(aspect[1]) : 1;
        return (int) Math.round(stream.path("width").asInt() * (ratio > 0 && ratio < 10 ? ratio : 1));
    }

    private static Map<Integer, Span> spans(Path file) throws IOException {
        var spans = new HashMap<Integer, Span>();
        for (String line : lines(file, "-of", "csv=p=0", "-show_entries",
                "packet=codec_type,stream_index,pts_time,dts_time,duration_time,flags")) {
            String[] cells = line.split(",");
            // What is to be discarded lies outside an edit list.
            if (cells.length >= 6 && !cells[5].contains("D")) {
                double length = number(cells[4]).filter(one -> cells[0].equals("video") || one < LONGEST).orElse(0.0);
                number(cells[2]).or(() -> number(cells[3])).ifPresent(time -> spans.merge(Integer.parseInt(cells[1]),
                        new Span(Math.max(0, time), time + length), Span::with));
            }
        }
        return spans;
    }

    private static Optional<Double> number(String cell) {
        return cell.matches("-?\\d+\\.?\\d*") ? Optional.of(Double.parseDouble(cell)) : Optional.empty();
    }

    private static List<String> lines(Path file, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "quiet"));
        command.addAll(List.of(arguments));
        if (file.endsWith("joined.ts")) {
            command.addAll(List.of("-f", "mpegts"));
        }
        command.addAll(List.of("-i", "file:" + file));
        Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            return out.lines().toList();
        }
    }
}
