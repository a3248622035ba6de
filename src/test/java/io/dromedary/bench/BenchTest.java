package io.dromedary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each row of bin/bench is measured, in its quick form; how fast it is, is not looked at. */
@Tag("process")
@Tag("long")
class BenchTest {

    private static final Path WRITTEN = Path.of("target/bench/results.json");

    @TempDir
    Path folder;

    @Test
    void eachRowIsMeasuredAndWritten() throws Exception {
        Instant begun = Instant.now();
        String printed = printed("--quick");

        JsonNode all = new ObjectMapper().readTree(WRITTEN.toFile());
        assertThat(Files.getLastModifiedTime(WRITTEN).toInstant()).isAfter(begun);
        assertThat(all.at("/machine/cores").asInt()).isPositive();
        assertThat(all.at("/machine/ffmpeg").asText()).isNotEmpty();
        assertThat(all.at("/settings/dromedary.reuse").asText()).isEqualTo("false");
        assertThat(all.get("rows")).extracting(row -> row.get("name").asText())
                .containsExactlyElementsOf(Bench.rows().stream().map(Row::name).toList());
        assertThat(all.get("rows")).allSatisfy(row -> {
            assertThat(row.has("failure")).as("%s", row).isFalse();
            assertThat(row.at("/job/median").asDouble()).as("%s", row).isPositive();
            assertThat(printed).contains(row.get("name").asText());
        });
    }

    @Test
    void aRowOfNoNameIsRefused() throws Exception {
        assertThat(run(new ArrayList<>(List.of("bin/bench", "--only", "none")))).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("err"))).contains("no row").contains("none");
    }

    private String printed(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("bin/bench"));
        command.addAll(List.of(arguments));
        assertThat(run(command)).as(() -> errors()).isZero();
        return Files.readString(folder.resolve("out"));
    }

    private String errors() {
        return folder.resolve("err").toFile().length() + " bytes of errors are in " + folder.resolve("err");
    }

    private int run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
