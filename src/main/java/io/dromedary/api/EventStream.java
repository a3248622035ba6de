package io.dromedary.api;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.LongSupplier;

/** One client that reads Server-Sent Events (the WHATWG HTML standard, 9.2). It uses no thread. */
abstract class EventStream {

    private static final long HEARTBEAT_NANOS = 15_000_000_000L;
    private static final long STUCK_NANOS = 60_000_000_000L;

    private final HttpServerResponse response;
    private final Context context;
    private final LongSupplier nanos;
    private final String keyHash;
    private volatile long lastWritten;

    EventStream(RoutingContext client, LongSupplier nanos) {
        this.keyHash = Authenticator.keyHash(client);
        this.response = client.response();
        this.context = client.vertx().getOrCreateContext();
        this.nanos = nanos;
    }

    /** Hash of the client's key. */
    final String keyHash() {
        return keyHash;
    }

    /** Sends the headers. */
    final void sendHead() {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream")
                // Keeps nginx from buffering events.
                .putHeader("X-Accel-Buffering", "no");
        lastWritten = nanos.getAsLong();
    }

    /** Runs this where the stream may be written. */
    final void onContext(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }

    /** Has the client read what it was sent, so that more may be written? */
    final boolean isReady() {
        return !isGone() && !response.writeQueueFull();
    }

    private boolean isGone() {
        return response.closed() || response.ended();
    }

    /** Writes an event, and ends the stream if it is the last. */
    final void write(String event, boolean last) {
        lastWritten = nanos.getAsLong();
        if (last) {
            response.end(event);
        } else {
            response.write(event);
        }
    }

    /** Sends a heartbeat; a connection on which nothing could be written for a minute is reset. */
    final void keepAlive() {
        onContext(() -> {
            long silence = nanos.getAsLong() - lastWritten;
            if (isGone()) {
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
    final void end() {
        onContext(() -> {
            if (!isGone()) {
                response.end();
            }
        });
    }
}
