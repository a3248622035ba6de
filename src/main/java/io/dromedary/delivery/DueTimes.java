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

    private static final String OVER = "<= :now";
    /** Written before a clock was set back: nobody knows when its time comes, so it has. */
    private static final String OF_FUTURE = "> :future";
    private static final String NEVER = "> :never";

    private final Database database;
    private final Clock clock;
    private final Duration patience;
    private final Bells bells;
    /** Jobs whose time has come, and those of which nobody knows when it does. */
    private final List<Rows> delayed;
    private final Rows patient;
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
        String notDue = " where status = 'queued' and due_at is not null";
        String waits = " where status = 'queued' and due_at is null";
        var first = new Rows("jobs" + database.by("jobs_not_due") + notDue, "asc", "due_at", OVER);
        var last = new Rows("jobs" + database.by("jobs_not_due_by_writing") + notDue, "desc", "updated_at", OF_FUTURE);
        this.delayed = List.of(first, last);
        this.patient = new Rows("jobs" + database.by("jobs_patient") + waits + " and urgency < 9", "asc",
                "queued_at", "< :before");
        String sources = "watched_objects where due_at is not null";
        String tries = "webhooks where status = 'pending' and node is null";
        this.look = Stream.concat(
                Stream.of(Lane.values()).map(Lane::wireName).map(lane -> what(lane, "(select id from jobs"
                        + database.by("jobs_queue") + waits + " and lane = '" + lane
                        + "' order by project, sender limit 1) is not null")),
                Stream.of(what("delayed", first.some()), what("delayed", last.some()), what("patient", patient.some()),
                        what(WEBHOOKS, new Rows(tries, "asc", "due_at", OVER).some()),
                        what(WEBHOOKS, new Rows(tries, "desc", "updated_at", OF_FUTURE).some()),
                        what(SOURCES, new Rows(sources, "asc", "due_at", OVER).some()),
                        what(SOURCES, new Rows(sources, "desc", "due_at", NEVER).some())))
                .collect(Collectors.joining(" union all "));
    }

    private static String what(String name, String condition) {
        return "select '" + name + "' as what where " + condition;
    }

    /**
     * Those rows at one end of a time of theirs that are due.
     *
     * @param order which end comes first
     * @param due   as that time is then
     */
    private record Rows(String from, String order, String time, String due) {

        /** Are there any? Asked of the first this reads one row, whatever a database takes the others for. */
        String some() {
            return "(select " + time + " from " + from + " order by " + time + " " + order + " limit 1) " + due;
        }

        String ids(int most) {
            return "select id from " + from + " and " + time + " " + due + " order by " + time + " " + order
                    + " limit " + most;
        }
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
    private void moveAll(String update, Rows rows) {
        String some = update + " where id in (" + rows.ids(BATCH) + database.skipLocked() + ")";
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
