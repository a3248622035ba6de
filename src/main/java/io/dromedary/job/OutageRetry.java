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
 * Waits for a database that is away: hours of work are not thrown away for some seconds without it, and a worker that
 * waits is not taken for a dead one.
 */
public final class OutageRetry {

    private static final Logger LOG = LoggerFactory.getLogger(OutageRetry.class);

    private final CompletableFuture<?> end;
    private final Duration pause;

    /**
     * Waits for a database.
     *
     * @param end   completes when this node is told to end: then nothing is waited for any more
     * @param pause between two tries
     */
    public OutageRetry(CompletableFuture<?> end, Duration pause) {
        this.end = end;
        this.pause = pause;
    }

    /**
     * Does something that may be done twice, again and again until the database was there for it.
     *
     * @throws JdbiException when the database refuses it, or is away while this node ends
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

    /** Pauses for so long, unless this node ends. */
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
