package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that seals the secrets: whose it is, and what happens without it. */
class SecretKeyTest {

    @TempDir
    Path folder;
    private R2Double r2;
    private Node node;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        node = new Node(folder.resolve("node")).jvm("-Xmx256m").with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
    }

    @AfterEach
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void theKeyFileIsForItsOwnerAlone() throws IOException {
        node.start();
        Path key = node.data().resolve("secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        node.stop();
        for (String open : List.of("rw-r-----", "rw----r--")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(open));
            Files.delete(node.log());
            assertThat(endOfStart()).contains("can be read by others").contains("chmod 600");
        }
    }

    @Test
    void anotherKeyFailsTheJobInWordsForItsOwner() {
        String first = Base64.getEncoder().encodeToString(new byte[32]);
        Api api = node.with("DROMEDARY_KEY", first).start().api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 1), "video/mp4");
        assertThat(api.finished(api.video("s3://media/in.mp4", "store", "{\"width\": 64}", null)).get("status").asText())
                .isEqualTo("succeeded");
        assertThat(node.data().resolve("secret.key")).doesNotExist();
        node.stop();

        node.with("DROMEDARY_KEY", Base64.getEncoder().encodeToString("another key, of 32 bytes as well".getBytes())).start();
        JsonNode job = node.api().finished(node.api().video("s3://media/in.mp4", "store", "{}", null));
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/message").asText()).contains("secret").contains("key").contains("store")
                .doesNotContain("Exception", "io.dromedary", "\tat ");
    }

    private String endOfStart() {
        node.launch();
        try {
            assertThat(node.process().waitFor(40, TimeUnit.SECONDS)).as(node.logText()).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(node.process().exitValue()).isEqualTo(1);
        return node.logText();
    }
}
