package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Programs;
import io.dromedary.machine.SqsDouble;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The events of a bucket out of a queue of SQS, by camel-aws2-sqs in {@code ext/}: as docs/customising.md says it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class SqsEventsTest {

    private static final Doc DOC = Doc.of("docs/customising.md");
    private static final String KEY = "AKIAOFTHEQUEUE";

    private R2Double r2;
    private SqsDouble queue;
    private Node node;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in/a b.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        queue = new SqsDouble(KEY);
        node = new Node(folder.resolve("node")).with("AWS_ENDPOINT_URL_SQS", queue.url()).with("AWS_ACCESS_KEY_ID", KEY)
                .with("AWS_SECRET_ACCESS_KEY", "secret").with("AWS_EC2_METADATA_DISABLED", "true");
        Path home = node.ownHome();
        Files.writeString(Files.createDirectory(home.resolve("ext")).resolve("pom.xml"), DOC.block("xml", "`ext/pom.xml`")
                .replaceFirst("(?s)</dependencyManagement>.*</dependencies>", "</dependencyManagement><dependencies><dependency>"
                        + "<groupId>org.apache.camel</groupId><artifactId>camel-aws2-sqs</artifactId><version>4.17.0</version>"
                        + "</dependency></dependencies>"));
        Programs.run(home, List.of(DOC.commands("mvn").get(0).split(" ")));
        Files.writeString(home.resolve("routes/my-sqs-events.camel.yaml"), DOC.block("text", "`routes/my-sqs-events.camel.yaml`"));
        Files.writeString(home.resolve("config/watches.properties"), """
                camel.route-template[my-bucket].template-id=watch-events
                camel.route-template[my-bucket].bucket=media
                camel.route-template[my-bucket].connection=store
                camel.route-template[my-bucket].kind=image
                """);
        node.run(BuiltProgram.servingWithJars(home));
        api = node.api();
        api.connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    void stop() {
        node.close();
        queue.close();
        r2.close();
    }

    private static String event(String etag) {
        return """
                {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "media"},
                 "object": {"key": "in/a+b.mp4", "size": 7, "eTag": "%s"}}}]}""".formatted(etag);
    }

    private List<String> jobs() {
        return StreamSupport.stream(api.get("/jobs?input=s3://media/in/a%20b.mp4").json().spliterator(), false)
                .map(job -> job.get("id").asText()).toList();
    }

    @Test
    void anEventIsOneJobThoughItComesAgainAndIsDeletedWhenItsJobIsStored() {
        queue.refuseDeletions(1);
        queue.send(event(r2.object("media", "in/a b.mp4").orElseThrow().etag()));
        Awaitility.await().atMost(SOON).until(() -> queue.size() == 0);
        assertThat(queue.deliveries()).as("the first deletion failed").isGreaterThan(1);
        assertThat(jobs()).hasSize(1);
        JsonNode job = api.finished(jobs().get(0));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
    }

    @Test
    void anEventThatIsRefusedStaysInTheQueue() {
        int before = queue.deliveries();
        queue.send("{\"Records\": 5}");
        Awaitility.await().atMost(SOON).until(() -> queue.deliveries() >= before + 2);
        assertThat(queue.size()).isEqualTo(1);
        queue.clear();
    }
}
