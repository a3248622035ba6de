package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Ports;
import io.dromedary.r2.R2Extension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples, each run by the command of its README, with a server and a store as those of the demo. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
@Tag("built")
class ExamplesTest {

    private static final String BUCKET = "my-r2-bucket";
    private static final String RECEIPT = "job_\\w+ SUCCEEDED http\\S+\\.jpe?g";

    @RegisterExtension
    static final R2Extension R2 = R2Extension.withBuckets(BUCKET);

    private Path film;
    private HereNode demo;

    @BeforeAll
    void startDemo(@TempDir Path folder) {
        film = Samples.video(folder, "video.mov", 640, 360, 3);
        R2.r2().put(BUCKET, "uploads/video.mov", film, "video/quicktime");
        demo = new HereNode(folder.resolve("demo")).start();
        demo.api().connect("my-r2", R2.r2().endpoint(), R2.key());
    }

    @AfterAll
    void stopDemo() {
        demo.close();
    }

    @Test
    void allExamplesAreListed() throws IOException {
        String list = Files.readString(Path.of("examples/README.md"));
        try (Stream<Path> examples = Files.list(Path.of("examples")).filter(Files::isDirectory)) {
            assertThat(examples).isNotEmpty().allSatisfy(example -> {
                assertThat(list).contains("](" + example.getFileName() + "/README.md)");
                assertThat(example.resolve("README.md")).content().contains(example + "/run");
            });
        }
    }

    @Test
    void aFolderIsProcessedByTheCommandLine() throws Exception {
        assertThat(run(Map.of(), "batch")).contains("bytes  picture 360x640.webp", "bytes  picture 640x360.webp", "bytes  video.webp");
    }

    @Test
    void aBatchFailsIfOneFileFails(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("broken.png"), "no picture");
        Process process = start(Map.of(), "batch", folder.toString(), folder.resolve("results").toString());
        assertThat(printed(process)).isNotNull();
        assertThat(process.waitFor()).isNotZero();
    }

    @Test
    void aBucketMakesPosters() throws Exception {
        assertThat(run(Map.of(), "posters")).contains("posters", "succeeded");
        assertThat(R2.r2().keys(BUCKET)).contains("posters/video.jpeg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "python"})
    void webhooksAreReceivedAndVerified(String language) throws Exception {
        assertThat(run(Map.of("PORT", Integer.toString(Ports.free())), "webhook-receiver", language))
                .contains("a wrong signature is answered with 401", "job.succeeded job_");
    }

    @Test
    void aVideoIsUploadedAndPlayedInABrowser() throws Exception {
        Process site = start(Map.of("PORT", Integer.toString(Ports.free())), "browser-upload");
        try (BufferedReader lines = site.inputReader()) {
            JsonNode seen = Player.site(lines.readLine(), film);
            assertThat(seen.get("width").asInt()).isPositive();
            assertThat(seen.get("errors")).isEmpty();
        } finally {
            site.destroy();
        }
    }

    @Test
    void aCamelApplicationTakesOrdersAndWritesReceipts() throws Exception {
        assertThat(run(Map.of(), "camel-application")).containsPattern(RECEIPT);
    }

    /** Needs the network: Maven fetches Camel's command line, and that fetches what the routes name. */
    @Test
    @Tag("long")
    void theSameRoutesRunByCamelsCommandLine() throws Exception {
        assertThat(run(Map.of(), "camel-application", "camel")).containsPattern(RECEIPT);
    }

    /** Needs the network: Maven fetches Spring Boot. */
    @Test
    @Tag("long")
    void aSpringBootApplicationSeesItsJobsEnd() throws Exception {
        assertThat(run(Map.of(), "spring-boot")).containsPattern("The application: job_\\w+ SUCCEEDED, result: http");
    }

    private String run(Map<String, String> environment, String example, String... arguments) throws Exception {
        Process process = start(environment, example, arguments);
        String printed = printed(process);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Map<String, String> environment, String example, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("examples/" + example + "/run"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(Map.of("ITTYBIT_API_URL", demo.url().toString(), "ITTYBIT_API_KEY", BaseNode.KEY,
                "R2_ENDPOINT", R2.r2().endpoint().toString(), "R2_ACCESS_KEY_ID", R2.key().accessKeyId(),
                "R2_SECRET_ACCESS_KEY", R2.key().secretAccessKey()));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
