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
 * How many jobs wait and are at work, on all nodes together. They are counted when somebody asks, and then not again
 * for a while: all nodes are asked, and the count takes the longer the more there is.
 */
public final class QueueDepths {

    private static final Logger LOG = LoggerFactory.getLogger(QueueDepths.class);
    private static final long COUNT_EVERY_NANOS = 2_000_000_000L;

    /** Each by an index of its own, without a look at the jobs. */
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
     * Nothing is counted yet.
     *
     * @param nanos a clock that only goes on, in nanoseconds
     */
    public QueueDepths(Database database, MeterRegistry registry, LongSupplier nanos) {
        this.jdbi = database.jdbi();
        this.nanos = nanos;
        this.gauge = MultiGauge.builder("dromedary.queue.jobs")
                .description("Jobs that wait or are at work, on all nodes together").register(registry);
        this.countedAt = nanos.getAsLong() - COUNT_EVERY_NANOS;
    }

    /** Counts again if the last count is old. Without a database there are no numbers, rather than old ones. */
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
