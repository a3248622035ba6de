package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Short writes of many callers: each is done once or not at all, and they do not wait for the disk one by one. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

    private final List<Thread> callers = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Engine.openNewFile(folder.resolve("test.db"));
        database.jdbi().useHandle(handle -> handle.execute("create table notes (text text primary key)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatComesWhileACommitIsUnderWaySharesTheNext() {
        Set<Handle> transactions = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Integer>> writes = whileAnotherIsUnderWay(List.of("a", "b", "c", "d"), (handle, text) -> {
            transactions.add(handle);
            return note(handle, text);
        });
        assertThat(writes).allSatisfy(write -> assertThat(write.join()).isEqualTo(1));
        assertThat(transactions).hasSize(1);
        assertThat(notes()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aWriteThatFailsIsToldSoAndTakesNoOtherWithIt() {
        List<CompletableFuture<Integer>> writes = whileAnotherIsUnderWay(List.of("a", "bad", "c"), (handle, text) -> {
            int written = note(handle, text);
            if (text.equals("bad")) {
                throw new IllegalStateException("bad one");
            }
            return written;
        });
        assertThatThrownBy(writes.get(1)::join).hasRootCauseMessage("bad one");
        assertThat(writes.get(0).join() + writes.get(2).join()).isEqualTo(2);
        assertThat(notes()).containsExactly("a", "c");
    }

    @Test
    void whatTheDatabaseIsAwayForIsToldToAllAndNotTriedForEachInTurn() {
        var tries = new AtomicInteger();
        List<CompletableFuture<Integer>> writes = whileAnotherIsUnderWay(List.of("a", "b", "c"), (handle, text) -> {
            tries.incrementAndGet();
            throw new ConnectionException(new SQLTransientConnectionException("away"));
        });
        assertThat(writes).allSatisfy(write ->
                assertThatThrownBy(write::join).hasRootCauseInstanceOf(SQLTransientConnectionException.class));
        assertThat(tries).hasValue(1);
    }

    @Test
    void onceItIsClosedAWriteIsRefusedRatherThanLeftToWait() {
        database.close();
        assertThatThrownBy(() -> database.write(handle -> note(handle, "late")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private interface Noting {
        int note(Handle handle, String text);
    }

    /** Asks for writes, all of which wait until a first one is allowed to end. */
    private List<CompletableFuture<Integer>> whileAnotherIsUnderWay(List<String> texts, Noting noting) {
        var begun = new CompletableFuture<Void>();
        var mayEnd = new CompletableFuture<Void>();
        var first = inBackground(handle -> {
            begun.complete(null);
            mayEnd.join();
            return 0;
        });
        begun.join();
        var writes = new ArrayList<CompletableFuture<Integer>>();
        for (String text : texts) {
            writes.add(inBackground(handle -> noting.note(handle, text)));
            Awaitility.await().until(() -> callers.get(callers.size() - 1).getState() == Thread.State.WAITING);
        }
        mayEnd.complete(null);
        first.join();
        return writes;
    }

    private CompletableFuture<Integer> inBackground(HandleCallback<Integer, RuntimeException> work) {
        var outcome = new CompletableFuture<Integer>();
        var caller = new Thread(() -> {
            try {
                outcome.complete(database.write(work));
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        callers.add(caller);
        caller.start();
        return outcome;
    }

    private static int note(Handle handle, String text) {
        return handle.createUpdate("insert into notes (text) values (:text)").bind("text", text).execute();
    }

    private List<String> notes() {
        return database.jdbi().withHandle(handle ->
                handle.createQuery("select text from notes order by text").mapTo(String.class).list());
    }
}
