package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the installed ffmpeg tells of itself, asked as seldom as possible. */
class CapabilitiesTest {

    @TempDir
    Path folder;

    @Test
    void theInstalledFfmpegTellsItsVersionAndItsEncoders() {
        var capabilities = capabilities(Path.of("/usr/bin/ffmpeg"));
        // On a machine with much to do it takes its time.
        Awaitility.await().until(() -> capabilities.version().filter(v -> v.matches("\\d+\\..*")).isPresent());
        assertThat(capabilities.missing(List.of("libx264", "libnothing", "aac"))).contains(List.of("libnothing"));
    }

    @Test
    void itIsAskedOnceHoweverOftenSomebodyLooks() throws IOException {
        Path program = program("echo asked >>" + folder.resolve("log") + "; echo 'ffmpeg version 9.8-fake'; echo ' V....D libx264 x'");
        var capabilities = capabilities(program);
        Awaitility.await().until(() -> capabilities.version().isPresent());
        for (int i = 0; i < 5; i++) {
            assertThat(capabilities.version()).contains("9.8-fake");
            assertThat(capabilities.missing(List.of("libx264", "aac"))).contains(List.of("aac"));
        }
        assertThat(Files.readAllLines(folder.resolve("log"))).as("version, encoders").hasSize(2);
    }

    @Test
    void oneThatDidNotAnswerIsAskedAgain() throws IOException {
        var capabilities = capabilities(program("exit 1"));
        assertThat(capabilities.version()).isEmpty();
        program("echo 'ffmpeg version 1'");
        Awaitility.await().until(() -> capabilities.version().filter("1"::equals).isPresent());
    }

    private Capabilities capabilities(Path program) {
        return new Capabilities(new FfmpegExecutor(Map.of("ffmpeg", List.of(program.toString())), Sandbox.none(), Duration.ofSeconds(9), () -> { }),
                folder);
    }

    private Path program(String script) throws IOException {
        return Programs.write(folder.resolve("ffmpeg"), "#!/bin/sh\n" + script + "\n");
    }
}
