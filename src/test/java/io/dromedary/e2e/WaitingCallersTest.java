package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.machine.SilentServer;
import io.dromedary.r2.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who wait while somebody else is asked for them, who says nothing. */
@Tag("process")
class WaitingCallersTest {

    private static final int FLOOD = 40;
    private static final int OF_KEY = 2;

    @TempDir
    static Path folder;
    private static SilentServer silent;
    private static HereNode node;
    private static Api flooding;
    private static Api other;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        threads = Executors.newCachedThreadPool();
        silent = new SilentServer();
        node = new HereNode(folder).start();
        flooding = key("shop");
        other = key("press");
        flooding.connect("silent", silent.url(), new Credentials("0".repeat(32), "0".repeat(64)));
    }

    @AfterAll
    static void stop() {
        silent.close();
        node.close();
        threads.shutdownNow();
    }

    private static Api key(String project) {
        return new Api(node.url(), node.api().post("/keys", "{\"name\": \"%s\", \"scope\": \"write\", \"project\": \"%s\"}"
                .formatted(project, project)).json().get("key").asText());
    }

    /** Sends all at once; the answers that come though others wait are refusals. */
    private static List<Api.Answer> flood(Supplier<Api.Answer> request) {
        List<CompletableFuture<Api.Answer>> asked = Stream.generate(() -> CompletableFuture.supplyAsync(request, threads))
                .limit(FLOOD).toList();
        Awaitility.await().until(() -> waiting(asked) == OF_KEY);
        assertThat(other.get("/jobs").status()).isEqualTo(200);
        assertThat(other.get("/health").status()).isEqualTo(200);
        assertThat(waiting(asked)).as("the others had their answers while these still waited").isEqualTo(OF_KEY);
        List<Api.Answer> answers = asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(FLOOD - OF_KEY).allSatisfy(refused -> {
            assertThat(refused.json().get("message").asText()).contains("This key waits for 2");
            assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("2");
        });
        return answers.stream().filter(answer -> answer.status() != 429).toList();
    }

    private static long waiting(List<CompletableFuture<Api.Answer>> asked) {
        return asked.stream().filter(answer -> !answer.isDone()).count();
    }

    @Test
    void checksOfASilentStoreKeepNobodyElseWaiting() {
        assertThat(flood(() -> flooding.post("/connections/silent/check", "{\"bucket\": \"media\", \"write\": true}")))
                .hasSize(OF_KEY).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.json().at("/list/message").asText()).contains("does not answer in time");
                    assertThat(answer.json().at("/write/message").asText()).contains("does not answer in time");
                });
    }

    @Test
    void dryRunsOfSilentInputsKeepNobodyElseWaiting() {
        assertThat(flood(() -> flooding.post("/jobs?dry_run=true",
                "{\"kind\": \"video\", \"input\": \"" + silent.url() + "/in.mp4\"}")))
                .hasSize(OF_KEY).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.json().at("/error/kind").asText()).isEqualTo("timed_out");
                });
    }
}
