package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All nodes are restarted, one after the other, while clients go on behind a balancer. */
@Tag("process")
@Tag("long")
@Order(1)
class RollingRestartTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SLOW = """
            {"input": "s3://media/in.mp4", "kind": "video", "connection_id": "r2", "output": "s3://media/%d.mp4",
                "options": {"codec": "h265", "quality": "very_high", "width": 640}}""";
    private static final String QUICK = """
            {"input": "s3://media/in.mp4", "kind": "image", "connection_id": "r2", "output": "s3://media/%d.jpg"}""";

    @TempDir
    Path folder;
    private R2Double r2;
    private SharedDatabase database;
    private final List<Node> apis = new ArrayList<>();
    private final List<Node> workers = new ArrayList<>();

    @BeforeEach
    void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 2), "video/mp4");
        database = new SharedDatabase(folder, PostgresServer.shared());
        for (int i = 1; i <= 2; i++) {
            apis.add(node("api " + i, "api"));
            workers.add(node("worker " + i, "worker"));
        }
        nodes().forEach(Node::launch);
        nodes().forEach(Node::awaitUp);
        apis.get(0).api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    private Node node(String name, String role) {
        return new Node(folder.resolve(name)).with(database).with("DROMEDARY_ROLES", role)
                .with("DROMEDARY_TRANSFER_LENT_AFTER", "0").with("DROMEDARY_WORKER_SLOTS", "1");
    }

    private Stream<Node> nodes() {
        return Stream.concat(apis.stream(), workers.stream());
    }

    @AfterEach
    void stop() {
        nodes().forEach(Node::close);
        r2.close();
    }

    @Test
    void noRequestIsLostAndNoJobAndNoAttemptIsCounted() {
        var over = new AtomicBoolean();
        CompletableFuture<List<String>> client = CompletableFuture.supplyAsync(() -> sendUntil(over));
        nodes().forEach(node -> {
            node.stop();
            node.start();
        });
        over.set(true);
        List<String> accepted = client.join();
        assertThat(accepted).doesNotHaveDuplicates();
        Api api = apis.get(0).api();
        for (String id : accepted) {
            JsonNode job = api.finished(id);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(job.get("attempts").asInt()).as("%s", job).isEqualTo(1);
        }
        assertThat(count("true")).isEqualTo(accepted.size());
        assertThat(count("released > 0 and deaths = 0")).as("jobs that a worker gave back").isPositive();
    }

    /** Sends jobs one after the other, each of them once, and no more than the workers do: some also on a slow machine. */
    private List<String> sendUntil(AtomicBoolean over) {
        var accepted = new ArrayList<String>();
        for (int number = 0; !over.get() || number <= 20; number++) {
            accepted.add(send(number, (number % 20 == 0 ? SLOW : QUICK).formatted(number)));
            assertThat(accepted.get(number)).startsWith("job_");
            Awaitility.await().until(() -> over.get() || count("status in ('queued', 'processing')") < 10);
        }
        return accepted;
    }

    private int count(String condition) {
        return database.number("select count(*) from jobs where " + condition);
    }

    /** As a balancer: the next node is asked when one does not listen, or says that it has taken nothing. */
    private String send(int number, String body) {
        for (int turn = number; ; turn++) {
            Optional<String> id = ask(apis.get(turn % 2), body);
            if (id.isPresent()) {
                return id.get();
            }
            assertThat(turn - number).as("both nodes refuse").isLessThan(2_000);
        }
    }

    /** The id of the job; none when this node takes nothing. Whatever else it answers, or does not, is wrong. */
    private static Optional<String> ask(Node node, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket("127.0.0.1", node.url().getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write("""
                    POST /jobs HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Connection: close\r
                    \r
                    """.formatted(Node.KEY, bytes.length).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (answer.startsWith("HTTP/1.1 503 ") && answer.contains("being stopped")) {
                return Optional.empty();
            }
            assertThat(answer).startsWith("HTTP/1.1 201 ");
            return Optional.of(JSON.readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
                    .get("id").asText());
        } catch (ConnectException refused) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Of a request to " + node.url() + " came nothing", e);
        }
    }
}
