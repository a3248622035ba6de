package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the queued and running jobs of all nodes, for metrics. A count is reused for a while, since every node is
 * asked and counting takes longer the more jobs there are.
 */
public final class QueueDepths {

    private static final Logger LOG = LoggerFactory.getLogger(QueueDepths.class);
    private static final long COUNT_EVERY_NANOS = 2_000_000_000L;

    /** Each count uses an index of its own, and reads no jobs. */
    private static final String COUNT = Stream.of(Lane.values()).map(Lane::wireName).map(lane -> """
                    select 'LANE' as lane, 'queued' as status,
                        (select count(*) from jobs where status = 'queued' and due_at is null and lane = 'LANE')
                        + (select count(*) from jobs where status = 'queued' and due_at is not null and lane = 'LANE')
                        as jobs
                    union all
                    select 'LANE' as lane, 'processing' as status,
                        (select count(*) from jobs where status = 'processing' and lane = 'LANE') as jobs
                    """.replace("LANE", lane)).collect(Collectors.joining("union all\n"));

    private final Jdbi jdbi;
    private final LongSupplier nanos;
    private final MultiGauge gauge;
    private long countedAt;

    /**
     * Creates depths, which are not counted yet.
     *
     * @param nanos a monotonic clock, in nanoseconds
     */
    public QueueDepths(Database database, MeterRegistry registry, LongSupplier nanos) {
        this.jdbi = database.jdbi();
        this.nanos = nanos;
        this.gauge = MultiGauge.builder("dromedary.queue.jobs")
                .description("Jobs that wait or are at work, on all nodes together").register(registry);
        this.countedAt = nanos.getAsLong() - COUNT_EVERY_NANOS;
    }

    /**
     * Counts again if the last count is old. If the database is unavailable there are no numbers, instead of old ones.
     */
    public synchronized void refresh() {
        long now = nanos.getAsLong();
        if (now - countedAt < COUNT_EVERY_NANOS) {
            return;
        }
        countedAt = now;
        try {
            gauge.register(count(), true);
        } catch (JdbiException e) {
            gauge.register(List.of(), true);
            LOG.warn("The jobs cannot be counted: {}", e.toString());
        }
    }

    private List<MultiGauge.Row<?>> count() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from (" + COUNT + ") as counted where jobs > 0")
                .<MultiGauge.Row<?>>map((row, context) -> MultiGauge.Row.of(
                        Tags.of("lane", row.getString("lane"), "status", row.getString("status")),
                        row.getLong("jobs")))
                .list());
    }
}
