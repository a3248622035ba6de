package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.machine.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --local}: the same routes in the command's own process, which leaves nothing behind but the result. */
@Tag("process")
class LocalCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private Path temporary;

    @BeforeEach
    void sample() throws IOException, InterruptedException {
        temporary = Files.createDirectories(folder.resolve("tmp"));
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=1", "-pix_fmt", "yuv420p", "my video.mov");
        ffmpeg("-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1", "logo.png");
    }

    @Test
    void aFileBecomesAFileAndNothingElseIsLeft() throws Exception {
        byte[] input = Files.readAllBytes(folder.resolve("my video.mov"));
        Process command = start("video", "my video.mov", "--watermark-url", "logo.png", "--width", "64", "--local", "--json");

        assertThat(command.waitFor(5, TimeUnit.MINUTES)).as(log()).isTrue();

        assertThat(command.exitValue()).as(log()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("out"));
        assertThat(JSON.readTree(lines.get(lines.size() - 1)).at("/saved/0").asText())
                .isEqualTo(folder.resolve("my video.mp4").toString());
        JsonNode job = JSON.readTree(lines.get(lines.size() - 2));
        assertThat(job.at("/tasks/2/output/width").asInt()).isEqualTo(64);
        assertThat(Files.size(folder.resolve("my video.mp4"))).isEqualTo(job.at("/tasks/2/output/filesize").asLong());
        assertThat(Files.readAllBytes(folder.resolve("my video.mov"))).isEqualTo(input);
        assertThat(names(temporary)).isEmpty();
        assertThat(Files.readString(folder.resolve("err"))).as("the log is silent").isEmpty();
    }

    @Test
    void aMachineWithoutFfmpegIsToldAtOnce() throws Exception {
        Process command = start(List.of("DROMEDARY_FFPROBE_PATH=/nonexistent/ffprobe"), "video", "my video.mov", "--local");

        assertThat(command.waitFor(5, TimeUnit.MINUTES)).as(log()).isTrue();
        assertThat(Files.readString(folder.resolve("err"))).contains("no job can run on this machine", "apt-get install ffmpeg");
        assertThat(names(temporary)).isEmpty();
    }

    @Test
    void ctrlCEndsTheEncodeAndRemovesWhatItHad() throws Exception {
        // Quick to read and slow to encode.
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=20", "-c:v", "mjpeg", "long.mov");
        Process command = start("video", "-i", "long.mov", "--codec", "h265", "--quality", "very_high", "--local");
        Awaitility.await().until(() -> isEncoding(command));

        Signals.interrupt(command);

        assertThat(command.waitFor(5, TimeUnit.MINUTES)).as(log()).isTrue();
        assertThat(command.exitValue()).as(log()).isEqualTo(130);
        assertThat(names(temporary)).isEmpty();
        assertThat(names(folder)).doesNotContain("long.mp4");
        assertThat(Files.readString(folder.resolve("err"))).contains("The work is stopped");
    }

    private static boolean isEncoding(Process command) {
        return command.descendants().anyMatch(process -> process.info().command().filter(c -> c.endsWith("ffmpeg")).isPresent());
    }

    private Process start(String... args) throws IOException {
        return start(List.of(), args);
    }

    private Process start(List<String> variables, String... args) throws IOException {
        // A shell lets what it starts in the background ignore Ctrl-C, and the tests may run in one.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(variables);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                "-Ddromedary.home=" + Path.of("").toAbsolutePath(), "-Ddromedary.terminal=false"));
        command.addAll(BuiltProgram.OPTIONS);
        command.add("io.dromedary.Dromedary");
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DROMEDARY_") || name.startsWith("ITTYBIT_"));
        builder.environment().put("TMPDIR", temporary.toString());
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("err")) + Files.readString(folder.resolve("out"));
    }

    private void ffmpeg(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(args));
        assertThat(new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor()).isZero();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
