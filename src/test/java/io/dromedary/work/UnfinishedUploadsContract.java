package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.NoStores;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.NoLedger;
import io.dromedary.job.Orders;
import io.dromedary.storage.ObjectUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of uploads that were begun those are told that nobody will end. */
abstract class UnfinishedUploadsContract extends EngineContract {

    private static final ObjectUrl TARGET = new ObjectUrl("media", "out.mp4");

    private final Hands clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
    private WorkingNode node;
    private ClientCache clients;
    private UnfinishedUploads uploads;

    UnfinishedUploadsContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void open() {
        clients = NoStores.clients(database(), clock);
    }

    @AfterAll
    void close() {
        clients.close();
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), clock);
        uploads = new UnfinishedUploads(database(), clock, clients);
    }

    private Attempt atWork(String id) {
        return new Attempt(node.begin(id).orElseThrow(), Path.of("none"), new NoLedger());
    }

    @Test
    void anUploadIsNobodysWhenItsAttemptIsNotAtWorkAnyMore() {
        Attempt first = atWork(node.stored(Orders.of("video")));
        String id = first.job().id();
        uploads.begun(first, "conn_1", TARGET, "upload 1");
        assertThat(uploads.orphans()).as("it is at work").isEmpty();
        node.attempts().release(id, first.number());
        var orphan = new UnfinishedUploads.Orphan("upload 1", id, "conn_1", TARGET);
        assertThat(uploads.orphans()).containsExactly(orphan);
        Attempt second = atWork(id);
        clock.pass(Duration.ofMillis(1));
        uploads.begun(second, "conn_1", TARGET, "upload 2");
        assertThat(uploads.orphans()).as("another attempt is at work").containsExactly(orphan);
        node.attempts().fail(id, second.number(), WorkingNode.BROKEN);
        assertThat(uploads.orphans()).extracting(UnfinishedUploads.Orphan::uploadId)
                .containsExactly("upload 1", "upload 2");
        empty("jobs");
        assertThat(uploads.orphans()).as("the job was forgotten").hasSize(2);
    }

    @Test
    void anUploadThatHasEndedIsForgottenAndNoOther() {
        Attempt attempt = atWork(node.stored(Orders.of("video")));
        uploads.begun(attempt, "conn_1", TARGET, "upload 1");
        uploads.begun(attempt, "conn_1", TARGET, "upload 2");
        uploads.ended(attempt.job().id(), "upload 1");
        uploads.ended("job_other", "upload 2");
        node.attempts().release(attempt.job().id(), attempt.number());
        assertThat(uploads.orphans()).extracting(UnfinishedUploads.Orphan::uploadId).containsExactly("upload 2");
    }

    @Test
    void anUploadWhoseConnectionIsGoneIsGivenUpForEver() {
        Attempt attempt = atWork(node.stored(Orders.of("video")));
        uploads.begun(attempt, "conn_gone", TARGET, "upload 1");
        node.attempts().release(attempt.job().id(), attempt.number());
        uploads.orphans().forEach(uploads::abort);
        assertThat(rows("uploads")).isZero();
    }
}
