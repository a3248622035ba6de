package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.JmsBroker;
import io.dromedary.machine.Programs;
import io.dromedary.machine.Wire;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Jobs out of a queue of JMS, and their ends into another one, with jars in {@code ext/}: as docs/customising.md says it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class JmsJobsTest {

    private static final Doc DOC = Doc.of("docs/customising.md");
    private static final String JOBS = "media.jobs";

    private R2Double r2;
    private JmsBroker broker;
    private Wire wire;
    private Node node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        broker = new JmsBroker(folder.resolve("broker"));
        wire = new Wire(broker.port());
        node = new Node(folder.resolve("node")).with("MY_BROKER_URL", "tcp://127.0.0.1:" + wire.port())
                .with("MY_BROKER_USER", "me").with("MY_BROKER_PASSWORD", "secret");
        Path home = node.ownHome();
        Files.writeString(Files.createDirectory(home.resolve("ext")).resolve("pom.xml"), DOC.block("xml", "`ext/pom.xml`"));
        Programs.run(home, List.of(DOC.commands("mvn").get(0).split(" ")));
        for (String route : List.of("routes/my-jms-jobs.camel.yaml", "routes/my-jms-ended.camel.yaml")) {
            Files.writeString(home.resolve(route), DOC.block("yaml", route));
        }
        node.run(BuiltProgram.servingWithJars(home));
        api = node.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
        Awaitility.await().atMost(SOON).until(() -> broker.consumers(JOBS) > 0);
    }

    @AfterAll
    void stop() throws IOException {
        node.close();
        wire.close();
        broker.close();
        r2.close();
    }

    @Test
    void aMessageIsOneJobThoughItIsDeliveredAgainAsTheBrokerHasNotHeardThatItWasTaken() {
        Awaitility.await("all else was said").atMost(SOON).until(() -> broker.count(JOBS) == 0);
        wire.deafen();
        broker.send(JOBS, job("taken.jpg"));
        Awaitility.await().atMost(SOON).until(() -> jobs("taken.jpg").size() == 1);
        assertThat(broker.count(JOBS)).isEqualTo(1);
        wire.cut();
        Awaitility.await("it was delivered again, and acknowledged").atMost(SOON).until(() -> broker.count(JOBS) == 0);
        JsonNode job = api.finished(jobs("taken.jpg").get(0));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(jobs("taken.jpg")).hasSize(1);
        assertThat(r2.object("media", "taken.jpg")).isPresent();
    }

    @Test
    void anotherQueueIsToldHowAJobEnded() {
        broker.send(JOBS, job("told.jpg"));
        String told = Awaitility.await().atMost(SOON).until(() -> Optional.of(broker.receive("media.ended"))
                .filter(text -> jobs("told.jpg").stream().anyMatch(text::contains)), Optional::isPresent).orElseThrow();
        assertThat(told).isEqualTo("{\"job\": \"%s\", \"status\": \"SUCCEEDED\"}", jobs("told.jpg").get(0));
    }

    private static String job(String result) {
        return """
                {"input": "s3://media/in.mp4", "kind": "image", "connection_id": "store", "options": {"width": 32},\
                 "output": "s3://media/%s", "metadata": {"makes": "%s"}}""".formatted(result, result);
    }

    /** The ids of jobs that make this. */
    private List<String> jobs(String result) {
        return StreamSupport.stream(api.get("/jobs?limit=100").json().spliterator(), false)
                .filter(job -> job.at("/metadata/makes").asText().equals(result))
                .map(job -> job.get("id").asText()).toList();
    }
}
