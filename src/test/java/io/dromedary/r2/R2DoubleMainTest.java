package io.dromedary.r2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.connection.PlainS3Clients;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The double as a process of its own. */
@Tag("process")
class R2DoubleMainTest {

    private static final Credentials KEY = new Credentials("0123456789abcdef0123456789abcdef", "the secret");

    @TempDir
    Path folder;

    @Test
    void servesUntilItIsToldToEndAndKeepsItsObjects() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "content");
        try (Running first = start("--bucket", "media", "--object", "media/in/clip.mp4=" + input);
                S3Client s3 = first.client()) {
            assertThat(s3.headObject(head -> head.bucket("media").key("in/clip.mp4")).contentType())
                    .isEqualTo("video/mp4");
            s3.putObject(put -> put.bucket("media").key("out"), RequestBody.fromString("result"));
            assertThat(first.terminate()).as("nothing is printed but the one line").isEmpty();
        }
        try (Running second = start("--bucket", "media"); S3Client s3 = second.client()) {
            assertThat(s3.getObjectAsBytes(get -> get.bucket("media").key("out")).asUtf8String()).isEqualTo("result");
            assertThat(s3.listObjectsV2(list -> list.bucket("media")).contents()).hasSize(2);
        }
    }

    private Running start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                R2DoubleMain.class.getName(), "--folder", folder.resolve("r2").toString(), "--key-env", "R2_KEY"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("R2_KEY",
                KEY.accessKeyId() + ":" + KEY.secretAccessKey() + ":object-read-write:media");
        builder.environment().put("CLASSPATH",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        Process process = builder.start();
        BufferedReader out = process.inputReader();
        JsonNode ready = new ObjectMapper().readTree(out.readLine());
        assertThat(ready.get("ready").asBoolean()).isTrue();
        return new Running(process, out, URI.create(ready.get("endpoint").asText()));
    }

    private record Running(Process process, BufferedReader out, URI endpoint) implements AutoCloseable {

        S3Client client() {
            return PlainS3Clients.create(endpoint, "auto", KEY.accessKeyId(), KEY.secretAccessKey());
        }

        /** SIGTERM; what the process printed after its first line. */
        List<String> terminate() throws InterruptedException {
            // Through the handle, because Process.destroy() closes the output before it can be read.
            process.toHandle().destroy();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return out.lines().toList();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
