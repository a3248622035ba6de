package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.job.JobStates.State;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/**
 * One client that watches one job. States that a slow client has not read are not stored: once it reads again, it gets
 * the current state.
 */
final class JobStream extends EventStream {

    private volatile State told;

    JobStream(RoutingContext client, LongSupplier nanos) {
        super(client, nanos);
    }

    /** Sends the headers and the current state. */
    void begin(Job job, JobJson json) {
        sendHead();
        tellNow(State.of(job), event(job, json), job.status().isFinal());
    }

    /** Does the client know another state than this? */
    boolean isBehind(State now) {
        return !now.equals(told);
    }

    /** Sends this state to the client, unless it still has something to read. */
    void tell(State now, String event) {
        onContext(() -> {
            if (isBehind(now)) {
                tellNow(now, event, now.status().isFinal());
            }
        });
    }

    private void tellNow(State now, String event, boolean last) {
        if (isReady()) {
            told = now;
            write(event, last);
        }
    }

    /** The event id, by which a client that reconnects says what it knows already. */
    static String id(State state) {
        return state.attempts() + "-" + state.updatedAt();
    }

    /** A job as an event. JSON has no line breaks, so its data is one line. */
    static String event(Job job, JobJson json) {
        return "id: " + id(State.of(job)) + "\nevent: job\nretry: 3000\ndata: " + json.whole(job) + "\n\n";
    }
}
