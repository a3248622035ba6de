package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.R2Extension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server at work, made and restored by the commands of docs/production.md: the jobs in it go on. */
@Tag("process")
class BackupTest {

    private static final Doc DOC = Doc.of("docs/production.md");
    private static final String BUCKET = "media";

    @RegisterExtension
    static final R2Extension R2 = R2Extension.withBuckets(BUCKET);

    @TempDir
    private Path folder;

    @BeforeEach
    void putAFilm() {
        R2.r2().put(BUCKET, "film.mp4", Samples.video(folder, "film.mp4", 320, 180, 1), "video/mp4");
    }

    @Test
    void theJobsOfAPostgresqlGoOnInItsBackup() throws Exception {
        PostgresServer server = PostgresServer.shared();
        var first = new SharedDatabase(folder, server);
        String waiting;
        try (HereNode node = new HereNode(folder.resolve("first")).with(first).with("DROMEDARY_ROLES", "api").start()) {
            node.api().connect("my-r2", R2.r2().endpoint(), R2.key());
            waiting = submit(node);
            shell(DOC.block("sh", "PostgreSQL, while the nodes run:"), first);
            assertThat(submit(node)).as("a job that is accepted after the backup").isNotEqualTo(waiting);
        }
        var second = new SharedDatabase(folder, server);
        shell(DOC.block("sh", "create an empty database, and fill it:"), second);
        try (HereNode node = new HereNode(folder.resolve("second")).with(second).start()) {
            assertThatOnlyThisIsDone(node, waiting);
        }
    }

    @Test
    void theJobsOfAFileGoOnInItsBackup() throws IOException {
        String waiting;
        Path backup = folder.resolve("dromedary.backup.db");
        Path data;
        try (HereNode node = new HereNode(folder.resolve("first")).alone().with("DROMEDARY_ROLES", "api").start()) {
            data = node.data();
            node.api().connect("my-r2", R2.r2().endpoint(), R2.key());
            waiting = submit(node);
            String command = DOC.block("sh", "SQLite, while the server runs");
            String statement = command.replaceFirst("(?s).*\"(.*)\".*", "$1").replace(backup.getFileName().toString(), backup.toString());
            assertThat(statement).contains(backup.toString());
            Jdbi.create("jdbc:sqlite:" + data.resolve("dromedary.db")).useHandle(handle -> handle.execute(statement));
            assertThat(submit(node)).as("a job that is accepted after the backup").isNotEqualTo(waiting);
        }
        try (var second = new HereNode(folder.resolve("second")).alone()) {
            Files.createDirectories(second.data());
            try (Stream<Path> secrets = Files.list(data).filter(file -> file.toString().matches(".*[.](key|secret)"))) {
                for (Path secret : secrets.toList()) {
                    Files.copy(secret, second.data().resolve(secret.getFileName()));
                }
            }
            Files.move(backup, second.data().resolve("dromedary.db"));
            second.start();
            assertThatOnlyThisIsDone(second, waiting);
        }
    }

    /** It reads its input by the credentials of a connection, which are encrypted in the database. */
    private static String submit(HereNode node) {
        return node.api().video("s3://media/film.mp4", "my-r2", "{\"width\": 64}", null);
    }

    private static void assertThatOnlyThisIsDone(HereNode node, String job) {
        JsonNode done = node.api().finished(job);
        assertThat(done.get("status").asText()).as("%s", done).isEqualTo("succeeded");
        assertThat(node.api().get("/jobs").json()).hasSize(1);
    }

    private void shell(String command, SharedDatabase database) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-euc", command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("DATABASE", database.url().replaceFirst("^jdbc:postgresql://", "postgresql://" + PostgresServer.USER + "@"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
