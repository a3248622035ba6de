package io.dromedary.job;

import io.dromedary.database.Outage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits while the database is unavailable, so that an outage of seconds does not destroy hours of work. A worker that
 * waits is not taken for dead.
 */
public final class OutageRetry {

    private static final Logger LOG = LoggerFactory.getLogger(OutageRetry.class);

    private final CompletableFuture<?> end;
    private final Duration pause;

    /**
     * @param end   completes when this node is shut down, which ends the waiting
     * @param pause the time between two tries
     */
    public OutageRetry(CompletableFuture<?> end, Duration pause) {
        this.end = end;
        this.pause = pause;
    }

    /**
     * Repeats something idempotent until the database is available.
     *
     * @throws JdbiException when the database refuses it, or is unavailable while this node shuts down
     */
    public <T> T outlast(Supplier<T> work) {
        boolean told = false;
        while (true) {
            try {
                return work.get();
            } catch (JdbiException e) {
                if (!Outage.isIn(e) || isEndedWithin(pause)) {
                    throw e;
                }
                if (!told) {
                    LOG.warn("Work waits for the database: {}", e.getMessage());
                    told = true;
                }
            }
        }
    }

    /** Waits for this time, or until this node is shut down. */
    private boolean isEndedWithin(Duration time) {
        try {
            end.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goOn) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
