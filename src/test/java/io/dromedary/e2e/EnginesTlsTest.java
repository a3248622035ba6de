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
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a database that are reached by TLS, with certificates that their operator has made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class EnginesTlsTest {


    @TempDir
    static Path folder;
    private Certificates own;
    private Path trusted;
    private Path stranger;
    private R2Double r2;
    private ArtemisServer artemis;
    private PostgresServer postgres;
    private String database;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        own = new Certificates(folder, "engines", "EC").writePem();
        trusted = own.certificate();
        stranger = new Certificates(Files.createDirectories(folder.resolve("stranger")), "engines", "EC").writePem()
                .certificate();
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        artemis = new ArtemisServer(folder.resolve("broker"), own).start();
        postgres = new PostgresServer().with(own).start();
        database = postgres.newDatabase();
    }

    @AfterAll
    void stop() {
        postgres.close();
        artemis.close();
        r2.close();
    }

    private Node node(String name, Path ofBroker, Path ofDatabase) {
        return new Node(folder.resolve(name))
                .with("DROMEDARY_BROKER_URL",
                        artemis.url() + "?sslEnabled=true&trustStoreType=PEM&trustStorePath=" + ofBroker)
                .with("DROMEDARY_BROKER_USER", ArtemisServer.USER)
                .with("DROMEDARY_BROKER_PASSWORD", ArtemisServer.PASSWORD)
                .with("DROMEDARY_DATABASE_URL", database + "?sslmode=verify-full&sslrootcert=" + ofDatabase)
                .with("DROMEDARY_DATABASE_USER", PostgresServer.USER)
                .with("DROMEDARY_KEY_FILE", folder.resolve("secret.key").toString());
    }

    @Test
    void aJobGoesThroughAndNoneWhereAStrangerVouchesForTheEngines() throws InterruptedException {
        try (Node node = node("node", trusted, trusted).start();
                Node noBroker = node("no-broker", stranger, trusted).launch();
                Node noDatabase = node("no-database", trusted, stranger).launch()) {
            Api api = node.api();
            api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            JsonNode job = api.finished(api.video("s3://media/in.mp4", "r2", "{\"width\": 32}", "s3://media/out.mp4"));
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(sessions("and ssl")).isPositive();
            assertThat(sessions("and not ssl")).isZero();

            Awaitility.await().atMost(SOON).until(() -> noBroker.healthStatus() == 503);
            assertThat(noBroker.api().get("/health").json().at("/checks/queue/message").asText())
                    .contains("certificate");
            assertThat(noDatabase.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(noDatabase.logText()).contains("did not start", "PKIX path", "DROMEDARY_DATABASE_URL");
        }
    }

    @Test
    void aJobGoesThroughByAmqpsAndNoneWhereTheJvmDoesNotTrustTheBroker() {
        String url = artemis.amqpUrl().replace("amqp:", "amqps:");
        try (Node node = node("amqps", trusted, trusted).with("DROMEDARY_BROKER_URL", url)
                        .jvm("-Djavax.net.ssl.trustStore=" + own.store())
                        .jvm("-Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD).start();
                Node noTrust = node("no-trust", trusted, trusted).with("DROMEDARY_BROKER_URL", url).launch()) {
            Api api = node.api();
            api.connect("by-amqps", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            JsonNode job = api.finished(
                    api.video("s3://media/in.mp4", "by-amqps", "{\"width\": 32}", "s3://media/amqps.mp4"));
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            Awaitility.await().atMost(SOON).until(() -> noTrust.healthStatus() == 503);
            assertThat(noTrust.api().get("/health").json().at("/checks/queue/message").asText())
                    .contains("certificate");
        }
    }

    private int sessions(String condition) {
        return Jdbi.create(database, PostgresServer.USER, "").withHandle(handle -> handle.createQuery("""
                        select count(*) from pg_stat_activity join pg_stat_ssl using (pid)
                        where application_name = 'dromedary' %s""".formatted(condition)).mapTo(int.class).one());
    }
}
