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

/** The clock of a node: finds what has become due, and wakes the consumers of its lanes. */
public final class DueTimes {

    private static final int BATCH = 1_000;

    private final Database database;
    private final Clock clock;
    private final Duration patience;
    private final LaneSignals signals;
    /** Postponed jobs whose time has come, or whose time is unknown since the clock was set back. */
    private final List<DueRows> delayed;
    private final DueRows patient;
    private final String look;

    /**
     * @param patience how long a job waits until it gets the highest urgency
     * @param others   what becomes due in the lanes of other things than jobs, by lane
     */
    public DueTimes(Database database, Clock clock, Duration patience, LaneSignals signals,
            Map<String, List<DueRows>> others) {
        this.database = database;
        this.clock = clock;
        this.patience = patience;
        this.signals = signals;
        String notDue = " where status = 'queued' and due_at is not null";
        String waits = " where status = 'queued' and due_at is null";
        DueRows first = DueRows.first("jobs" + database.by("jobs_not_due") + notDue, "due_at", DueRows.PAST);
        DueRows last = DueRows.last("jobs" + database.by("jobs_not_due_by_writing") + notDue, "updated_at", DueRows.FUTURE);
        this.delayed = List.of(first, last);
        this.patient = DueRows.first("jobs" + database.by("jobs_patient") + waits + " and urgency < 9", "queued_at",
                "< :before");
        this.look = Stream.of(
                Stream.of(Lane.values()).map(Lane::wireName).map(lane -> what(lane, "(select id from jobs"
                        + database.by("jobs_queue") + waits + " and lane = '" + lane
                        + "' order by project, sender limit 1) is not null")),
                Stream.of(what("delayed", first.some()), what("delayed", last.some()), what("patient", patient.some())),
                others.entrySet().stream().flatMap(lane -> lane.getValue().stream()
                        .map(rows -> what(lane.getKey(), rows.some()))))
                .flatMap(parts -> parts)
                .collect(Collectors.joining(" union all "));
    }

    private static String what(String name, String condition) {
        return "select '" + name + "' as what where " + condition;
    }

    /**
     * Queues the postponed jobs whose time has come, and wakes the consumers of every lane in which something waits.
     */
    public void look() {
        database.synchronizeClock();
        Set<String> due = database.jdbi().withHandle(handle ->
                Set.copyOf(handle.createQuery(look).bindMap(times()).mapTo(String.class).set()));
        if (due.contains("patient")) {
            moveAll("update jobs set urgency = 9", patient);
        }
        if (due.contains("delayed")) {
            delayed.forEach(rows -> moveAll("update jobs set due_at = null", rows));
            Stream.of(Lane.values()).map(Lane::wireName).forEach(signals::give);
        }
        due.forEach(signals::give);
    }

    /** Updates some rows at a time, so that nobody waits long, and skips what another node is updating. */
    private void moveAll(String update, DueRows rows) {
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
