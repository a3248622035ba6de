package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is read of inputs of which a part is used, with a store and real tools. */
@Tag("encode")
class RangesTest {

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api api;
    private static Path film;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        film = folder.resolve("film.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=60,noise=alls=20:allf=t", "-f", "lavfi",
                "-i", "sine=d=60", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "2M", "-g", "50",
                "-c:a", "aac", film.toString()));
        r2.put("media", "film.mp4", film, "video/mp4");
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_INPUT_WHOLE_BYTES", "0")
                .with("DROMEDARY_INPUT_PART_BYTES", "131072").with("DROMEDARY_TRANSFER_RANGES", "true").start();
        api = node.api();
        api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "image          | 'start': 30                                | 15",
        "video          | 'start': 30, 'end': 32, 'width': 64        | 20",
        "adaptive_video | 'end': 2, 'height': 90                     | 15",
        "audio          | 'start': 30, 'end': 31, 'format': 'm4a'    | 20",
        "video          | 'width': 64, 'frames': 1                   | 100"})
    void aPartIsMadeOfWhatIsNeededOfTheFile(String kind, String options, int percent) throws IOException {
        JsonNode shown = api.post("/jobs?dry_run=true", request(kind, "film.mp4", options)).json();
        JsonNode job = run(kind, "film.mp4", options);

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        long read = job.at("/tasks/1/output/bytes_read").asLong();
        assertThat(job.at("/tasks/1/output/filesize").asLong()).isEqualTo(Files.size(film));
        assertThat(read).isPositive().isLessThanOrEqualTo(Files.size(film) * percent / 100);
        assertThat(percent < 100 || read == Files.size(film)).isTrue();
        assertThat(shown.at("/tasks/1/output")).as("what a dry run tells").isEqualTo(job.at("/tasks/1/output"));
        assertThat(job.at("/tasks/3/output/bytes_written").asLong()).isPositive().isEqualTo(published(job));
    }

    private static long published(JsonNode job) throws IOException {
        try (Stream<Path> files = Files.walk(node.data().resolve("cdn").resolve(job.get("id").asText()))) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Of a film of so many pictures that its index is longer than what is read of each end. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-movflags +faststart"})
    void aLongIndexIsReadWhereverItIs(String flags) throws IOException {
        Path hours = folder.resolve("hours.mp4");
        var words = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=2000", "-c:v", "libx264",
                "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50"));
        words.addAll(Stream.of(flags.split(" ")).filter(word -> !word.isEmpty()).toList());
        words.add(hours.toString());
        Ffmpeg.run(words);
        r2.put("media", "hours.mp4", hours, "video/mp4");

        JsonNode job = run("image", "hours.mp4", "'start': 300");

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.at("/tasks/1/output/bytes_read").asLong()).as("%s of %s", job, Files.size(hours))
                .isLessThan(Files.size(hours) / 5);
    }

    @Test
    void whereWhatWasReadIsNotEnoughAllOfItIsRead() throws IOException {
        Path damaged = Files.copy(film, folder.resolve("damaged.mp4"));
        try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(Files.size(film) / 2);
            file.write(new byte[200]);
        }
        r2.put("media", "damaged.mp4", damaged, "video/mp4");

        JsonNode job = run("video", "damaged.mp4", "'start': 28, 'end': 34, 'width': 64");

        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(node.logText()).contains("the ranges that were read of the input were not enough");
    }

    private static JsonNode run(String kind, String name, String options) {
        return api.finished(api.accepted(request(kind, name, options)));
    }

    private static String request(String kind, String name, String options) {
        return "{'kind': '%s', 'connection_id': 'r2', 'input': 's3://media/%s', 'options': {%s}}"
                .formatted(kind, name, options).replace('\'', '"');
    }
}
