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

    private static final String OVER = "due_at <= :now";
    /** Written before a clock was set back: nobody knows when its time comes, so it has. */
    private static final String OF_FUTURE = "updated_at > :future";

    private final Database database;
    private final Clock clock;
    private final Duration patience;
    private final Bells bells;
    /** Jobs whose time has come, and those of which nobody knows when it does. */
    private final List<String> delayed;
    private final String patient;
    private final String look;

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
        String notDue = " where status = 'queued' and due_at is not null and ";
        String waits = " where status = 'queued' and due_at is null and ";
        String tries = "webhooks where status = 'pending' and node is null and ";
        this.delayed = List.of("jobs" + database.by("jobs_not_due") + notDue + OVER,
                "jobs" + database.by("jobs_not_due_by_writing") + notDue + OF_FUTURE);
        this.patient = "jobs" + database.by("jobs_patient") + waits + "urgency < 9 and queued_at < :before";
        this.look = Stream.of(
                delayed.stream().map(rows -> what("delayed", rows)), Stream.of(what("patient", patient)),
                Stream.of(Lane.values()).map(Lane::wireName).map(lane ->
                        what(lane, "jobs" + database.by("jobs_queue") + waits + "lane = '" + lane + "'")),
                Stream.of(what(WEBHOOKS, tries + OVER), what(WEBHOOKS, tries + OF_FUTURE),
                        what(SOURCES, "watched_objects where " + OVER),
                        what(SOURCES, "watched_objects where due_at > :never")))
                .flatMap(each -> each).collect(Collectors.joining(" union all "));
    }

    private static String what(String name, String rows) {
        return "select '" + name + "' as what where exists (select 1 from " + rows + ")";
    }

    /** Lets those jobs into the queue whose time has come, and rings wherever something waits. */
    public void look() {
        database.synchronizeClock();
        Set<String> due = database.jdbi().withHandle(handle ->
                Set.copyOf(handle.createQuery(look).bindMap(times()).mapTo(String.class).set()));
        if (due.contains("patient")) {
            moveAll("update jobs set urgency = 9", patient);
        }
        if (due.contains("delayed")) {
            delayed.forEach(rows -> moveAll("update jobs set due_at = null", rows));
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
