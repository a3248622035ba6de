package io.dromedary.api;

import io.dromedary.job.Job;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One client that waits for the end of what it has asked for. It uses no thread. */
final class WaitingClient {

    private final RoutingContext client;
    private final LongSupplier nanos;
    private final long until;
    private final Duration wait;
    private final int status;
    private final Function<Job, AnswerBody> body;
    private final Job accepted;

    /**
     * @param status   of the answer
     * @param body     of the answer
     * @param accepted the job when it was accepted
     */
    WaitingClient(RoutingContext client, LongSupplier nanos, Duration wait, int status, Function<Job, AnswerBody> body, Job accepted) {
        this.client = client;
        this.nanos = nanos;
        this.until = nanos.getAsLong() + wait.toNanos();
        this.wait = wait;
        this.status = status;
        this.body = body;
        this.accepted = accepted;
    }

    /** Is the time over for which it is willing to wait? */
    boolean isOver() {
        return nanos.getAsLong() - until >= 0;
    }

    /** Answers with the job as it is; does nothing if it was answered, or is gone. */
    void answer(Job job) {
        byte[] line = body.apply(job).line();
        client.vertx().getOrCreateContext().runOnContext(ignored -> {
            if (!client.response().ended() && !client.response().closed()) {
                client.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader("Preference-Applied", Preference.applied(wait)).end(Buffer.buffer(line));
            }
        });
    }

    /** Answers as if it had not waited. */
    void answerAsAccepted() {
        answer(accepted);
    }
}
