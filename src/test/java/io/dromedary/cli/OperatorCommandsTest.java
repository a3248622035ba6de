package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code events}, {@code watches}, {@code nodes} and {@code stats}, for people and for programs. */
class OperatorCommandsTest {
    private static final String WATCH = """
            {"id": "uploads", "object": "watch", "source": "listing", "bucket": "media", "prefix": "in/", "suffixes": [],
             "last_look_at": 1700000000000, "trouble": "the store\\u001b is away", "trouble_since": 1700000001000,
             "found": 7, "succeeded": 5, "failed": 1, "cancelled": 0}""";
    private static final String NODE = """
            {"id": "node_1", "object": "node", "name": "left", "roles": ["api", "worker"], "version": "0.2.0",
             "last_seen_at": 1700000000000, "lanes": {"heavy": {"slots": 2, "running": 1}, "light": {"slots": 4, "running": 0}}}""";
    private static final String STATS = """
            {"object": "stats", "project": "default", "at": 1700000000000, "since": 1699996400000,
             "queue": {"heavy": {"queued": 3, "delayed": 1, "processing": 2}, "light": {"queued": 0, "delayed": 0, "processing": 0}},
             "ended": {"succeeded": 8, "failed": 2, "cancelled": 0}, "succeeded_per_hour": 8.0,
             "kinds": {"video": {"succeeded": 8, "failed": 2, "cancelled": 0}}, "failures": {"input_not_found": 2}}""";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun.Result onTerminal(String... command) {
        return CliRun.against(server).onTerminal().run(command);
    }

    @Test
    void watchesAreListedWithTheirTroubles() {
        server.on("GET /watches", 200, "[" + WATCH.replace("\n", "") + "]");
        assertThat(onTerminal("watches").lines().get(1)).startsWith("uploads  media").contains("  7").contains("  5");
        assertThat(onTerminal("watches").out()).contains("uploads fails since", "the store? is away");
        assertThat(CliRun.against(server).run("watches", "-q").out()).isEqualTo("uploads\n");
        try (ScriptedServer without = new ScriptedServer()) {
            without.on("GET /watches", 200, "[]");
            assertThat(CliRun.against(without).onTerminal().run("watches").err()).contains("config/watches.properties");
        }
    }

    @Test
    void nodesAreListedWithTheirSlots() {
        server.on("GET /nodes", 200, "[" + NODE.replace("\n", "") + "]");
        assertThat(onTerminal("nodes").lines().get(1)).startsWith("left  api worker  0.2.0").contains("1 of 2", "0 of 4", "node_1");
    }

    @Test
    void numbersAreCountedForSomeHours() {
        server.on("GET /stats", 200, STATS.replace("\n", "")).on("GET /stats?hours=1&all_projects=true", 200, STATS.replace("\n", ""));
        assertThat(onTerminal("stats").out()).contains("heavy  3       1        2", "8.00 succeeded an hour", "input_not_found: 2 failed");
        assertThat(CliRun.against(server).run("stats", "--hours", "1", "--all-projects").out()).contains("\"delayed\":1");
    }

    @Test
    void aJobThatIsDeletedIsTold() {
        server.on("GET /events", 200, "id: 5-job_9\nevent: deleted\ndata: {\"id\": \"job_9\", \"object\": \"job\", \"deleted\": true}\n\n");
        assertThat(onTerminal("events", "--limit", "1").out()).contains("job_9 is deleted");
        assertThat(CliRun.against(server).run("events", "--limit", "1", "--json").out()).contains("job_9", "deleted");
    }

    @Test
    void eventsGoOnAfterABrokenConnectionFromTheLastThatWasRead() {
        String first = "retry: 3000\n:\n\nid: 5-" + Jobs.ID + "\nevent: job\ndata: " + Jobs.queued().replace("\n", "") + "\n\n: still here\n\n";
        String second = "retry: 3000\nevent: missed\ndata: {\"since\": 5}\n\nid: 9-" + Jobs.ID + "\nevent: job\ndata: "
                + Jobs.succeeded("https://cdn.example.com/a.mp3").replace("\n", "") + "\n\n";
        server.on("GET /events", 200, first).on("GET /events", 200, second);
        CliRun.Result result = CliRun.against(server).run("events", "--limit", "2");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(2);
        assertThat(result.lines().get(1)).contains("\"succeeded\"");
        assertThat(result.err()).contains("`ittybit jobs` lists the jobs");
        List<ScriptedServer.Request> requests = server.requests();
        assertThat(requests.get(0).header("Last-Event-ID")).isEmpty();
        assertThat(requests.get(1).header("Last-Event-ID")).contains("5-" + Jobs.ID);
    }

    @Test
    void aRefusedKeyEndsTheEvents() {
        server.on("GET /events", 403, "{\"kind\": \"forbidden\", \"message\": \"No.\"}");
        CliRun.Result result = CliRun.against(server).run("events");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("No.");
    }
}
