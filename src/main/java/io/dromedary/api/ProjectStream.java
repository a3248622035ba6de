package io.dromedary.api;

import io.dromedary.job.JobChanges.Change;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client that is told of all jobs of a project. Its place is the time of the last change that it was told of. A change
 * that became visible late, because its transaction took long, is found by looking some seconds back.
 */
final class ProjectStream extends EventStream {

    /** How long the transaction of a change may take, and how far the clocks of nodes may differ. */
    static final long LOOK_BACK_MS = 5_000;

    private static final Pattern ID = Pattern.compile("([0-9]{1,15})-job_[0-9A-Z]{1,40}");

    private final String project;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Map<String, Long> told = new HashMap<>();
    private long floor;
    private long newest;

    /** @param since Unix milliseconds; earlier changes are known to the client */
    ProjectStream(RoutingContext client, LongSupplier nanos, String project, long since) {
        super(client, nanos);
        this.project = project;
        this.floor = since;
        this.newest = since;
    }

    /** The time in the id of the last event that a client has got; none if it is no such id. */
    static Optional<Long> time(String lastEventId) {
        Matcher id = ID.matcher(lastEventId == null ? "" : lastEventId);
        return id.matches() ? Optional.of(Long.valueOf(id.group(1))) : Optional.empty();
    }

    String project() {
        return project;
    }

    /** From when changes matter for this client. */
    long from() {
        return Math.max(floor, newest - LOOK_BACK_MS);
    }

    /** How many changes since {@link #from} it knows already. */
    int known() {
        return told.size();
    }

    /** May it be told more? */
    boolean isWaiting() {
        return isReady() && !busy.get();
    }

    /** Those of these changes that it has not been told of. */
    List<Change> fresh(List<Change> changes) {
        return changes.stream().filter(change -> change.at() >= from())
                .filter(change -> !Long.valueOf(change.at()).equals(told.get(change.id()))).toList();
    }

    /**
     * Tells the client of changes.
     *
     * @param changes in their order
     * @param events  by the id of the job; one that retention has just removed has none
     */
    void tell(List<Change> changes, Map<String, String> events) {
        changes.forEach(change -> {
            told.put(change.id(), change.at());
            newest = Math.max(newest, change.at());
        });
        told.values().removeIf(at -> at < from());
        String text = String.join("", changes.stream().map(change -> events.getOrDefault(change.id(), "")).toList());
        if (!text.isEmpty()) {
            busy.set(true);
            onContext(() -> {
                if (isReady()) {
                    write(text, false);
                }
                busy.set(false);
            });
        }
    }
}
