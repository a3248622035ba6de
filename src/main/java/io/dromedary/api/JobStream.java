package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.job.JobStates.State;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.LongSupplier;

/**
 * One client that watches one job by Server-Sent Events (the WHATWG HTML standard, 9.2). It uses no thread. States that a
 * slow client has not read are not stored: once it reads again, it gets the current state.
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

    /** @param keyHash hash of the client's key */
    JobStream(HttpServerResponse response, Context context, LongSupplier nanos, String keyHash) {
        this.keyHash = keyHash;
        this.response = response;
        this.context = context;
        this.nanos = nanos;
    }

    String keyHash() {
        return keyHash;
    }

    /** Sends the headers and the current state. */
    void begin(Job job, JobJson json) {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream")
                // Keeps nginx from buffering events.
                .putHeader("X-Accel-Buffering", "no");
        lastWritten = nanos.getAsLong();
        write(State.of(job), event(job, json), job.status().isFinal());
    }

    /** Does the client know another state than this? */
    boolean isBehind(State now) {
        return !now.equals(told);
    }

    /** Sends this state to the client, unless it still has something to read. */
    void tell(State now, String event) {
        context.runOnContext(ignored -> {
            if (isBehind(now)) {
                write(now, event, now.status().isFinal());
            }
        });
    }

    /** Sends a heartbeat; a connection on which nothing could be written for a minute is reset. */
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
     * Ends the stream because this server is being stopped or the key is no longer valid. The client reconnects by
     * itself: to another server, or to be refused.
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

    /** The event id, by which a client that reconnects says what it knows already. */
    static String id(State state) {
        return state.attempts() + "-" + state.updatedAt();
    }

    /** A job as an event. JSON has no line breaks, so its data is one line. */
    static String event(Job job, JobJson json) {
        return "id: " + id(State.of(job)) + "\nevent: job\nretry: 3000\ndata: " + json.whole(job) + "\n\n";
    }
}
