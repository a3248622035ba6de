package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import io.dromedary.r2.Fault;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes that share a database watch the same bucket; their jobs do nothing, by configuration alone. With
 * {@code bin/test --long} they are ten thousand.
 */
@Tag("process")
class ManyObjectsWatchTest {

    private static final int OBJECTS = LongForm.choose(1_200, 10_000);
    /** Jobs of the first page of the list. */
    private static final int BEGUN = 200;

    /** The route of a job without what costs time: it begins, and has succeeded. */
    private static final String NOTHING_TO_DO = """
            - route:
                id: job
                description: Ends each job well, with nothing done for it
                routeConfigurationId: stage
                from:
                  uri: lane:heavy
                  parameters:
                    slots: 4
                  steps:
                    - bean: { ref: attempts, method: begin }
                    - bean: { ref: attempts, method: succeed }
                    - bean: { ref: attempts, method: end }
            """;

    @TempDir
    Path folder;
    private R2Double r2;
    private Node first;
    private Node second;

    @AfterEach
    void stop() {
        first.close();
        second.close();
        r2.close();
    }

    @Test
    void twoNodesAndAKillBetweenGiveAsManyJobsAsThereAreObjectsAndNoneTwice() throws IOException {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("many");
        IntStream.range(0, OBJECTS)
                .forEach(i -> r2.put("many", "in/%05d.mp4".formatted(i), new byte[] {1}, "video/mp4"));
        first = node("first").start();
        second = node("second").start();
        // The watches begin with it; before, one node would make all jobs while the other starts.
        Fault furtherPages = r2.faults().on(head -> head.query().containsKey("continuation-token")).stall();
        first.api().connect("reader", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "many"));
        try (Handle database = Jdbi.create("jdbc:sqlite:" + folder.resolve("shared.db")).open()) {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> count(database, "jobs") >= BEGUN);
            first.kill();
            assertThat(count(database, "jobs")).as("killed while jobs were made").isLessThan(OBJECTS);
            furtherPages.close();
            first.start();
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() ->
                    assertThat(count(database, "jobs where status = 'succeeded'")).as(() -> unfinished(database))
                            .isGreaterThanOrEqualTo(OBJECTS));
            assertThat(count(database, "jobs")).isEqualTo(OBJECTS);
            assertThat(count(database, "watched_objects")).isEqualTo(OBJECTS);
            assertThat(database.createQuery("select count(distinct input) from jobs").mapTo(Integer.class).one())
                    .isEqualTo(OBJECTS);
            long millis = database.createQuery("select max(created_at) - min(created_at) from jobs")
                    .mapTo(Long.class).one();
            System.out.printf("%d jobs made in %.1f s%n", OBJECTS, millis / 1000.0);
        }
        assertThat(List.of(first.logText(), second.logText())).noneSatisfy(log -> assertThat(log).contains("ERROR"));
    }

    private Node node(String name) throws IOException {
        Node node = new Node(folder.resolve(name)).jvm("-Xmx384m")
                .with("DROMEDARY_DATABASE_URL", "jdbc:sqlite:" + folder.resolve("shared.db"))
                .with("DROMEDARY_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        Path home = node.ownHome();
        Files.writeString(home.resolve("routes/pipeline.camel.yaml"), NOTHING_TO_DO);
        Files.writeString(home.resolve("config/watches.properties"), """
                camel.route-template[many].template-id=watch-bucket
                camel.route-template[many].connection=reader
                camel.route-template[many].bucket=many
                camel.route-template[many].prefix=in/
                camel.route-template[many].interval=1
                camel.route-template[many].kind=video
                """);
        return node;
    }

    /** Some of the jobs that have not succeeded, as their rows are. */
    private static String unfinished(Handle database) {
        return database.createQuery("select * from jobs where status <> 'succeeded' limit 5").mapToMap().list().toString();
    }

    private static int count(Handle database, String what) {
        return database.createQuery("select count(*) from " + what).mapTo(Integer.class).one();
    }
}
