package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.connection.KeyFile;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that seals the secrets: whose it is, and what happens without it. */
@Tag("process")
class SecretKeyTest {

    @TempDir
    Path folder;
    private R2Double r2;
    private HereNode node;

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        node = new HereNode(folder.resolve("node")).alone().with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1");
    }

    @AfterEach
    void stop() {
        node.close();
        r2.close();
    }

    @Test
    void anotherKeyIsRefusedAtTheStartUntilItIsSaidThatTheRightOneIsLost() throws Exception {
        String first = Base64.getEncoder().encodeToString(new byte[32]);
        Api api = node.with("DROMEDARY_KEY", first).start().api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 1), "video/mp4");
        assertThat(api.finished(api.video("s3://media/in.mp4", "store", "{\"width\": 64}", null)).get("status").asText())
                .isEqualTo("succeeded");
        assertThat(node.data().resolve("secret.key")).doesNotExist();
        node.stop();

        String other = Base64.getEncoder().encodeToString("another key, of 32 bytes as well".getBytes());
        assertThatThrownBy(() -> node.with("DROMEDARY_KEY", other).start()).rootCause()
                .hasMessageContaining("put back the one from your backup").hasMessageContaining("store")
                .hasMessageNotContaining(other);
        node.close();
        node.environment().remove("DROMEDARY_KEY");
        KeyFile.read(node.data().resolve("secret.key"), () -> other);
        assertThat(secrets("rotate")).startsWith("0 ").contains("open with no key: store");
        node.start();
        JsonNode job = node.api().finished(node.api().video("s3://media/in.mp4", "store", "{}", null));
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/message").asText()).contains("secret").contains("key").contains("store")
                .doesNotContain("Exception", "io.dromedary", "\tat ");
    }

    @Test
    void aKeyFileThatIsEmptyOrCutOrGoneIsToBePutBackNotMadeAnew() throws Exception {
        node.start().api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        node.stop();
        Path file = node.data().resolve("secret.key");
        String key = Files.readString(file);
        for (String left : List.of("", "c2hvcnQ=", "gone")) {
            if (left.equals("gone")) {
                Files.delete(file);
            } else {
                Files.writeString(file, left);
            }
            assertThatThrownBy(node::start).as("left of the key: '%s'", left).rootCause()
                    .hasMessageContaining("put back the one from your backup");
            node.close();
        }
        Files.deleteIfExists(file);
        KeyFile.read(file, () -> key.strip());
        node.start();
        assertWorks("store");
    }

    @Test
    void theKeyIsRotatedWhileTheServerRuns() throws Exception {
        Api api = node.start().api();
        Credentials credentials = r2.newKey(Tier.OBJECT_READ, "media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        api.connect("one", r2.endpoint(), credentials);
        api.connect("two", r2.endpoint(), credentials);
        Path file = node.data().resolve("secret.key");
        String first = Files.readString(file).strip();
        List<String> sealedFirst = sealed();

        assertThat(secrets("rotate")).startsWith("0 ").contains("Sealed 2 secrets", "secrets retire");
        assertThat(Files.readAllLines(file)).hasSize(2).endsWith(first).doesNotHaveDuplicates();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(sealed()).doesNotContainAnyElementsOf(sealedFirst)
                .allMatch(text -> id(text).equals(id(sealed().get(0))));
        assertWorks("one");

        // As it is after a crash, or where the operator wrote the file: a newer key, with which nothing is sealed yet.
        Files.write(file, List.of(Base64.getEncoder().encodeToString(new byte[32]),
                Files.readAllLines(file).get(0), first));
        api.connect("three", r2.endpoint(), credentials);
        assertThat(sealed().stream().map(SecretKeyTest::id).distinct()).hasSize(2);
        assertWorks("two");

        // With a key lost, nothing more is.
        List<String> all = Files.readAllLines(file);
        Files.write(file, List.of(all.get(0), all.get(2)));
        assertThat(secrets("retire")).startsWith("1 ").contains("No key was removed", "one", "two", "PATCH /connections/")
                .doesNotContain("three", all.get(0));
        assertThat(Files.readAllLines(file)).hasSize(2);
        Files.write(file, all);

        assertThat(secrets("retire")).startsWith("0 ").contains("removed 2 older ones");
        assertThat(Files.readAllLines(file)).containsExactly(all.get(0));
        assertThat(sealed().stream().map(SecretKeyTest::id).distinct()).hasSize(1);
        for (String name : List.of("one", "two", "three")) {
            assertWorks(name);
        }
    }

    @Test
    void aKeyOfTheEnvironmentIsNotRotatedByACommand() throws Exception {
        node.with("DROMEDARY_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        assertThat(secrets("rotate", "DROMEDARY_KEY", Base64.getEncoder().encodeToString(new byte[32])))
                .startsWith("1 ").contains("DROMEDARY_KEY", "'<new key>,<old key>'");
        assertThat(secrets("rotate")).startsWith("1 ").contains("There is no key file");
    }

    private void assertWorks(String connection) {
        JsonNode check = node.api().post("/connections/" + connection + "/check", "{\"bucket\": \"media\"}").json();
        assertThat(check.at("/read/ok").asBoolean()).as("%s: %s", connection, check).isTrue();
    }

    private List<String> sealed() {
        return node.tables().withHandle(handle -> handle.createQuery("select sealed_secret from connections order by id")
                .mapTo(String.class).list());
    }

    private static String id(String sealed) {
        return sealed.split("\\.")[1];
    }

    /** The exit code and what was printed. */
    private String secrets(String command, String... environment) throws Exception {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        line.add("-Ddromedary.home=" + Path.of("").toAbsolutePath());
        line.addAll(BuiltProgram.OPTIONS);
        line.addAll(List.of("io.dromedary.Dromedary", "secrets", command));
        Path out = Files.createTempFile(folder, "secrets", ".txt");
        var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("DROMEDARY_DATA", node.data().toString());
        if (environment.length > 0) {
            builder.environment().put(environment[0], environment[1]);
        }
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + " " + Files.readString(out);
    }
}
