package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Certificates;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is reached by TLS, with a certificate that its operator has made. */
@Tag("process")
class DatabaseTlsTest {

    @TempDir
    Path folder;
    private Path trusted;
    private Path stranger;
    private R2Double r2;
    private PostgresServer postgres;
    private SharedDatabase database;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        Certificates own = new Certificates(folder, "engines", "EC").writePem();
        trusted = own.certificate();
        stranger = new Certificates(Files.createDirectories(folder.resolve("stranger")), "engines", "EC").writePem()
                .certificate();
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        postgres = new PostgresServer().with(own).start();
        database = new SharedDatabase(folder, postgres);
    }

    @AfterEach
    void stop() {
        postgres.close();
        r2.close();
    }

    private Node node(String name, Path certificate) {
        return new Node(folder.resolve(name))
                .with("DROMEDARY_DATABASE_URL", database.url() + "?sslmode=verify-full&sslrootcert=" + certificate)
                .with(database);
    }

    @Test
    void aJobGoesThroughAndNoNodeStartsWhereAStrangerVouchesForTheDatabase() throws InterruptedException {
        try (Node node = node("node", trusted).start(); Node deceived = node("deceived", stranger).launch()) {
            Api api = node.api();
            api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", "{\"width\": 32}", "s3://media/out.mp4"));
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(sessions("and ssl")).isPositive();
            assertThat(sessions("and not ssl")).as("what is told to those that wait, too").isZero();

            assertThat(deceived.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(deceived.logText()).contains("did not start", "PKIX path", "DROMEDARY_DATABASE_URL");
        }
    }

    private int sessions(String condition) {
        return database.number("""
                select count(*) from pg_stat_activity join pg_stat_ssl using (pid)
                where application_name = 'dromedary' %s""".formatted(condition));
    }
}
