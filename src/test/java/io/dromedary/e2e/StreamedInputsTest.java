package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.RequestHead;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that are encoded while they are fetched, from a store that sends them slowly, by real tools. */
@Tag("encode")
class StreamedInputsTest {

    /** Bytes a second: the films take two seconds and more. */
    private static final long RATE = 800_000;

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode streaming;
    private static HereNode plain;

    @BeforeAll
    static void start() throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Path film = film("film.mp4", "0", "-movflags", "+faststart");
        film("last.mp4", "0");
        film("late.mp4", "3", "-movflags", "+faststart");
        film("film.mkv", "0");
        film("film.ts", "0");
        for (String name : List.of("sound.wav", "sound.flac", "sound.ogg", "sound.mp3")) {
            // About as large, so that each takes seconds to come.
            sound(name, name.matches(".*(wav|flac)") ? 12 : 50);
        }
        Path damaged = Files.copy(film, folder.resolve("damaged.mp4"));
        try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(Files.size(film) * 3 / 4);
            file.write(new byte[40_000]);
        }
        r2.put("media", "damaged.mp4", damaged, "video/mp4");
        byte[] bytes = Files.readAllBytes(film);
        r2.put("media", "cut.mp4", Arrays.copyOf(bytes, bytes.length * 4 / 5), "video/mp4");
        streaming = node("streaming", "true");
        plain = node("plain", "false");
    }

    private static Path film(String name, String soundAt, String... codecs) {
        Path film = folder.resolve(name);
        Ffmpeg.run(Stream.of(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6,noise=alls=20:allf=t",
                        "-itsoffset", soundAt, "-f", "lavfi", "-i", "sine=d=6", "-c:v", "libx264", "-preset", "ultrafast",
                        "-pix_fmt", "yuv420p", "-b:v", "2600k", "-g", "50", "-bf", "2", "-c:a", "aac", "-cutoff", "8000"),
                List.of(codecs), List.of(film.toString())).flatMap(List::stream).toList());
        r2.put("media", name, film, "video/mp4");
        return film;
    }

    private static void sound(String name, int seconds) {
        Path sound = folder.resolve(name);
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=" + seconds + ":r=48000:a=0.3:seed=1", "-ac", "2", "-b:a", "256k", sound.toString()));
        r2.put("media", name, sound, "application/octet-stream");
    }

    private static HereNode node(String name, String streams) {
        return begun(new HereNode(folder.resolve(name)), streams);
    }

    private static HereNode begun(HereNode node, String streams) {
        node.with("DROMEDARY_INPUT_WHOLE_BYTES", "0")
                .with("DROMEDARY_INPUT_PART_BYTES", "131072").with("DROMEDARY_TRANSFER_PARALLEL", "1")
                .with("DROMEDARY_TRANSFER_STREAM", streams).start();
        node.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        return node;
    }

    @AfterAll
    static void stop() {
        streaming.close();
        plain.close();
        r2.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video          | film.mp4  | 'width': 160, 'quality': 'low'",
        "video          | film.mkv  | 'width': 160, 'fps': 10",
        "audio          | film.mp4  | 'format': 'm4a'",
        "audio          | sound.wav | 'format': 'm4a'",
        "audio          | sound.flac| 'format': 'm4a'",
        "audio          | sound.ogg | 'format': 'wav'",
        "adaptive_video | film.mp4  | 'height': 90"})
    void whatIsMadeOfAnInputWhileItArrivesIsWhatIsMadeOfItsFile(String kind, String name, String options) throws IOException {
        JsonNode job = slowly(streaming, kind, name, options);
        JsonNode same = plain.api().finished(submit(plain, kind, name, options));

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.at("/tasks/1/output/streamed").asBoolean()).as("%s", job).isTrue();
        assertThat(same.at("/tasks/1/output").has("streamed")).isFalse();
        assertAlike(results(streaming, job), results(plain, same));
        assertThat(streaming.api().get("/metrics").response().body()).contains("dromedary_results_streamed_total");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video     | last.mp4 | 'width': 160",
        "video     | film.ts  | 'width': 160",
        "audio     | sound.mp3| 'format': 'wav'",
        "video     | late.mp4 | 'width': 160",
        "video     | film.mp4 | 'width': 160, 'start': 2",
        "audio     | film.mp4 | 'normalize': 'lufs'"})
    void whatCannotBeReadInOrderIsFetchedFirst(String kind, String name, String options) {
        JsonNode job = slowly(streaming, kind, name, options);

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.at("/tasks/1/output").has("streamed")).as("%s", job).isFalse();
        assertThat(streaming.logText()).as("It is not even tried.")
                .doesNotContain(job.get("id").asText() + ": the input could not be encoded while it was fetched");
    }

    @Test
    void whatFailsWhileItArrivesIsMadeFromTheFile() throws IOException {
        JsonNode job = slowly(streaming, "video", "damaged.mp4", "'width': 160");
        JsonNode same = plain.api().finished(submit(plain, "video", "damaged.mp4", "'width': 160"));

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.at("/tasks/1/output").has("streamed")).isFalse();
        assertThat(streaming.logText()).contains("the input could not be encoded while it was fetched");
        assertAlike(results(streaming, job), results(plain, same));
    }

    @Test
    void anInputThatIsCutOffIsRefusedAsEver() {
        JsonNode job = slowly(streaming, "video", "cut.mp4", "'width': 160");

        assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_corrupt");
    }

    @Test
    void anInputThatChangesMeanwhileEndsTheEncode() throws IOException {
        r2.put("media", "changing.mp4", folder.resolve("film.mp4"), "video/mp4");
        try (Fault slow = r2.faults().on(Operation.GET_OBJECT).slow(RATE)) {
            String id = submit(streaming, "video", "changing.mp4", "'width': 160, 'quality': 'high'");
            await().until(StreamedInputsTest::encodes);
            r2.put("media", "changing.mp4", folder.resolve("film.mkv"), "video/mp4");
            JsonNode job = streaming.api().finished(id);

            assertThat(job.at("/error/message").asText()).as("%s", job).contains("was replaced by another file while it was being read");
            assertThat(streaming.guests()).isEmpty();
        }
    }

    @Test
    void aCancelledJobEndsItsEncodeAlthoughNothingArrives() throws IOException {
        try (Fault slow = r2.faults().on(Operation.GET_OBJECT).slow(RATE)) {
            String id = submit(streaming, "video", "film.mp4", "'width': 160, 'quality': 'medium'");
            await().until(StreamedInputsTest::encodes);
            try (Fault stall = r2.faults().on(Operation.GET_OBJECT).stallAfter(1)) {
                streaming.api().post("/jobs/" + id + "/cancel", "");
                await().until(() -> streaming.guests().findAny().isEmpty());
            }
            assertThat(streaming.api().finished(id).get("status").asText()).isEqualTo("cancelled");
        }
    }

    /** Of a film of a minute, the first half comes at once, and the other not until others were made. */
    @Test
    void anInputThatFallsBehindLeavesTheOnlySlotToOthers() throws IOException {
        Path late = folder.resolve("late-half.mp4");
        Ffmpeg.run(List.of("-v", "error", "-stream_loop", "9", "-i", folder.resolve("film.mp4").toString(), "-c", "copy", "-movflags",
                "+faststart", late.toString()));
        long half = Files.size(late) / 2;
        r2.put("media", "late-half.mp4", late, "video/mp4");
        try (HereNode narrow = begun(new HereNode(folder.resolve("narrow")).with("DROMEDARY_WORKER_SLOTS", "1")
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "1").with("DROMEDARY_INPUT_MIN_RATE", "0"), "true");
                Fault stall = r2.faults().on(head -> head.rawPath().endsWith("late-half.mp4") && beginsBehind(head, half)).stall()) {
            String id = submit(narrow, "video", "late-half.mp4", "'width': 160, 'copy': false");
            await().until(() -> encodes(narrow));
            JsonNode other = narrow.api().finished(submit(narrow, "video", "film.mp4", "'width': 160, 'copy': false"));
            assertThat(other.get("status").asText()).as("%s", other).isEqualTo("succeeded");
            assertThat(narrow.api().job(id).get("status").asText()).isEqualTo("processing");
            assertThat(encodes(narrow)).isTrue();
            stall.close();

            JsonNode job = narrow.api().finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(job.at("/tasks/1/output/streamed").asBoolean()).as("%s", job).isTrue();
        }
    }

    /** Not the end of the file, which is fetched before the rest. */
    private static boolean beginsBehind(RequestHead head, long half) {
        return head.header("range").filter(range -> range.matches("bytes=\\d+-\\d+"))
                .map(range -> Long.parseLong(range.replaceAll("bytes=(\\d+)-.*", "$1")))
                .filter(from -> from >= half && from < 2 * half - 200_000).isPresent();
    }

    private static boolean encodes() {
        return encodes(streaming);
    }

    private static boolean encodes(HereNode node) {
        return node.guests().anyMatch(process -> process.info().commandLine().orElse("").contains("pipe:0"));
    }

    private static JsonNode slowly(HereNode node, String kind, String name, String options) {
        try (Fault slow = r2.faults().on(Operation.GET_OBJECT).slow(RATE)) {
            return node.api().finished(submit(node, kind, name, options));
        }
    }

    private static String submit(HereNode node, String kind, String name, String options) {
        return node.api().accepted(("{'kind': '%s', 'connection_id': 'r2', 'input': 's3://media/%s', 'options': {%s}}")
                .formatted(kind, name, options).replace('\'', '"'));
    }

    /** All published files, by their names. */
    private static Map<String, Path> results(HereNode node, JsonNode job) throws IOException {
        Path published = node.data().resolve("cdn").resolve(job.get("id").asText());
        try (Stream<Path> all = Files.walk(published)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toMap(file -> published.relativize(file).toString(), file -> file));
        }
    }

    /** The same packets at the same times, and the same pictures; encoders with several threads do not make the same bytes. */
    private static void assertAlike(Map<String, Path> files, Map<String, Path> others) {
        assertThat(files.keySet()).isEqualTo(others.keySet()).isNotEmpty();
        files.forEach((name, file) -> {
            if (!name.endsWith(".m3u8")) {
                Path other = others.get(name);
                assertThat(Ffmpeg.values(file, "v", "packet=pts,duration,flags")).isEqualTo(Ffmpeg.values(other, "v", "packet=pts,duration,flags"));
                assertThat(Ffmpeg.values(file, "a", "packet=pts,size")).isEqualTo(Ffmpeg.values(other, "a", "packet=pts,size"));
                likeness(file, other).ifPresent(ssim -> assertThat(ssim).as(name).isGreaterThan(0.95));
            }
        });
    }

    /** How alike the pictures are (SSIM); nothing for sound. */
    private static OptionalDouble likeness(Path file, Path other) {
        if (Ffmpeg.probe(file).video().isEmpty()) {
            return OptionalDouble.empty();
        }
        String printed = new String(Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-i", other.toString(), "-lavfi",
                "[0:v][1:v]ssim=stats_file=-", "-f", "null", "-")), StandardCharsets.UTF_8);
        return Pattern.compile("All:([0-9.]+)").matcher(printed).results().mapToDouble(found -> Double.parseDouble(found.group(1)))
                .average();
    }
}
