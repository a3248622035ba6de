package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.job.JobStates.State;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongSupplier;

/**
 * One client that watches one job, by Server-Sent Events (the WHATWG HTML standard, 9.2). It takes no thread, and what
 * a slow client has not read yet is not kept: it is told the state of the day when it can take it.
 */
final class JobStream {

    private static final long HEARTBEAT_NANOS = 15_000_000_000L;
    private static final long STUCK_NANOS = 60_000_000_000L;

    private final HttpServerResponse response;
    private final Context context;
    private final LongSupplier nanos;
    private final String keyHash;
    private volatile State told;
    private long lastWritten;

    /**
     * A stream that has not begun.
     *
     * @param keyHash of the key that its client came with
     */
    JobStream(HttpServerResponse response, Context context, LongSupplier nanos, String keyHash) {
        this.keyHash = keyHash;
        this.response = response;
        this.context = context;
        this.nanos = nanos;
    }

    String keyHash() {
        return keyHash;
    }

    /** Sends the headers and the present state. */
    void begin(Job job, JobJson json) {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream")
                // nginx would hold events back.
                .putHeader("X-Accel-Buffering", "no");
        lastWritten = nanos.getAsLong();
        write(State.of(job), event(job, json), job.status().isFinal());
    }

    /** Was the client told of another state than this? */
    boolean isBehind(State now) {
        return !now.equals(told);
    }

    /** Tells the client of this state, unless it still has something to read. */
    void tell(State now, String event) {
        context.runOnContext(ignored -> {
            if (isBehind(now)) {
                write(now, event, now.status().isFinal());
            }
        });
    }

    /** Shows that the connection is in use; one on which nothing could be written for a minute is given up. */
    void keepAlive() {
        context.runOnContext(ignored -> {
            long silence = nanos.getAsLong() - lastWritten;
            if (response.closed() || response.ended()) {
                return;
            }
            if (response.writeQueueFull()) {
                if (silence > STUCK_NANOS) {
                    response.reset();
                }
            } else if (silence > HEARTBEAT_NANOS) {
                response.write(": still here\n\n");
                lastWritten = nanos.getAsLong();
            }
        });
    }

    /**
     * Ends it, as this server is being stopped, or as the key is not good any more: the client comes back by itself, to
     * another server, or to be refused.
     */
    void end() {
        context.runOnContext(ignored -> {
            if (!response.closed() && !response.ended()) {
                response.end();
            }
        });
    }

    private void write(State now, String event, boolean last) {
        if (response.closed() || response.ended() || response.writeQueueFull()) {
            return;
        }
        told = now;
        lastWritten = nanos.getAsLong();
        if (last) {
            response.end(event);
        } else {
            response.write(event);
        }
    }

    /** The name under which a client that comes back says what it knows already. */
    static String id(State state) {
        return state.attempts() + "-" + state.updatedAt();
    }

    /** A job as an event. JSON has no line breaks, so its data is one line. */
    static String event(Job job, JobJson json) {
        return "id: " + id(State.of(job)) + "\nevent: job\nretry: 3000\ndata: " + json.whole(job) + "\n\n";
    }
}
