package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.job.ClockJump;
import io.dromedary.job.Lane;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one clock of a node: sees what has become due, and calls those who do it. */
public final class DueTimes {

    /** The lanes of what is no job. */
    public static final String WEBHOOKS = "webhooks";
    public static final String SOURCES = "sources";

    private static final int BATCH = 1_000;

    private static final String JOB_WAITS = "jobs where status = 'queued' and due_at is not null and ";
    private static final String OVER = "due_at <= :now";
    /** Written before a clock was set back: nobody knows when its time comes, so it has. */
    private static final String OF_FUTURE = "updated_at > :future";
    private static final String PATIENT = "jobs where status = 'queued' and due_at is null and urgency < 9"
            + " and queued_at < :before";
    private static final String TRY_WAITS = "webhooks where status = 'pending' and node is null and ";

    private static final String LOOK = Stream.of(
            what("delayed", JOB_WAITS + OVER), what("delayed", JOB_WAITS + OF_FUTURE), what("patient", PATIENT),
            what("heavy", "jobs where status = 'queued' and due_at is null and lane = 'heavy'"),
            what("light", "jobs where status = 'queued' and due_at is null and lane = 'light'"),
            what(WEBHOOKS, TRY_WAITS + OVER), what(WEBHOOKS, TRY_WAITS + OF_FUTURE),
            what(SOURCES, "watched_objects where " + OVER), what(SOURCES, "watched_objects where due_at > :never"))
            .collect(Collectors.joining(" union all "));

    private final Database database;
    private final Clock clock;
    private final Duration patience;
    private final Bells bells;

    /**
     * A clock.
     *
     * @param patience how long a job waits until it is as urgent as any of its project
     */
    public DueTimes(Database database, Clock clock, Duration patience, Bells bells) {
        this.database = database;
        this.clock = clock;
        this.patience = patience;
        this.bells = bells;
    }

    private static String what(String name, String rows) {
        return "select '" + name + "' as what where exists (select 1 from " + rows + ")";
    }

    /** Lets those jobs into the queue whose time has come, and rings wherever something waits. */
    public void look() {
        database.synchronizeClock();
        Set<String> due = database.jdbi().withHandle(handle ->
                Set.copyOf(handle.createQuery(LOOK).bindMap(times()).mapTo(String.class).set()));
        if (due.contains("patient")) {
            moveAll("update jobs set urgency = 9", PATIENT);
        }
        if (due.contains("delayed")) {
            List.of(OVER, OF_FUTURE).forEach(each -> moveAll("update jobs set due_at = null", JOB_WAITS + each));
            Stream.of(Lane.values()).map(Lane::wireName).forEach(bells::ring);
        }
        due.forEach(bells::ring);
    }

    /** Some at a time, so that nobody waits for it; what another node is just moving is passed over. */
    private void moveAll(String update, String rows) {
        String some = update + " where id in (select id from " + rows + " limit " + BATCH
                + (database.isServer() ? " for update skip locked)" : ")");
        int moved;
        do {
            moved = database.write(handle -> handle.createUpdate(some).bindMap(times()).execute());
        } while (moved == BATCH);
    }

    private Map<String, Long> times() {
        long now = clock.millis();
        return Map.of("now", now, "before", now - patience.toMillis(), "future", ClockJump.future(clock),
                "never", ClockJump.never(clock));
    }
}
