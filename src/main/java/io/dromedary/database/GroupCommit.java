package io.dromedary.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * Runs the writes of many callers in one thread: those that arrive during a commit share the next one. A commit waits for
 * the disk, and SQLite has one writer at a time, for which the others would wait by polling.
 */
final class GroupCommit implements AutoCloseable {

    private static final int MOST = 100;

    private final LinkedBlockingQueue<Write<?>> waiting = new LinkedBlockingQueue<>();
    private final Jdbi jdbi;
    private final Thread writer;
    private volatile boolean closed;

    GroupCommit(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.writer = new Thread(this::writeAll, "database-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /** Work to run in a transaction, and its outcome. */
    private record Write<T>(HandleCallback<T, RuntimeException> work, CompletableFuture<T> outcome) {

        /** Does the work. The result notifies the caller; run it once all is committed. */
        Runnable doIn(Handle handle) {
            T result = work.withHandle(handle);
            return () -> outcome.complete(result);
        }

        void doAlone(Jdbi jdbi) {
            try {
                outcome.complete(jdbi.inTransaction(work));
            } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        }
    }

    /** Runs work in a transaction, perhaps together with others; it is durable when this method returns. */
    <T> T write(HandleCallback<T, RuntimeException> work) {
        if (Thread.currentThread() == writer) {
            // A nested call: part of the current write.
            return jdbi.inTransaction(work);
        }
        var write = new Write<>(work, new CompletableFuture<T>());
        waiting.add(write);
        if (closed && waiting.remove(write)) {
            throw new RejectedExecutionException("The database is closed");
        }
        try {
            return write.outcome().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void writeAll() {
        var batch = new ArrayList<Write<?>>();
        try {
            while (!closed || !waiting.isEmpty()) {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST - 1);
                writeTogether(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            // Closed, with nothing left to write.
            Thread.currentThread().interrupt();
        }
    }

    private void writeTogether(List<Write<?>> batch) {
        List<Runnable> told;
        try {
            told = jdbi.inTransaction(handle -> batch.stream().<Runnable>map(write -> write.doIn(handle)).toList());
        } catch (RuntimeException | Error e) {
            // Nothing of it was written.
            if (batch.size() == 1 || Outage.isIn(e)) {
                // It would fail again, and while the database is locked or away, all would wait for one after the other.
                batch.forEach(write -> write.outcome().completeExceptionally(e));
            } else {
                // Each one alone, so that only the failing one gets the error.
                batch.forEach(write -> write.doAlone(jdbi));
            }
            return;
        }
        told.forEach(Runnable::run);
    }

    /** Runs the writes that still wait, and ends the thread. */
    @Override
    public void close() {
        closed = true;
        waiting.add(new Write<>(handle -> null, new CompletableFuture<>()));
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
