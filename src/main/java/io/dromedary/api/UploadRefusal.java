package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests with the bytes of uploads that cannot be taken. */
final class UploadRefusal {

    private static final Logger LOG = LoggerFactory.getLogger(UploadRefusal.class);
    /** A refused body up to this is read, so that the connection can be used again; after a longer one, it is closed. */
    private static final long READ_ANYWAY = 64 << 10;

    private UploadRefusal() {
    }

    /** The error answer of a route. */
    private static final class Answered extends RuntimeException {

        private final int status;

        Answered(int status, String body) {
            super(body);
            this.status = status;
        }
    }

    /** @throws RuntimeException with the answer of a route, if that is an error */
    static void check(Exchange answer) {
        if (answer.getException() != null) {
            throw new IllegalStateException("A route of uploads does not say what went wrong", answer.getException());
        }
        int status = answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, int.class);
        if (status >= 400) {
            throw new Answered(status, answer.getMessage().getBody(String.class));
        }
    }

    /** Answers, unless the client has gone. */
    static void answer(RoutingContext client, Throwable failure) {
        if (client.response().ended() || client.response().closed()) {
            return;
        }
        passOverBody(client);
        if (failure instanceof Answered answered) {
            client.response().setStatusCode(answered.status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answered.getMessage() + "\n");
        } else {
            AccessHandler.answer(client, problem(failure));
        }
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            LOG.error("The bytes of an upload could not be taken", failure);
            return new Problem(ProblemKind.UNAVAILABLE, "This server cannot store the bytes now: its disk may be full. What it has"
                    + " stays: ask where it is (HEAD), and go on later.");
        }
        return ErrorResponses.problem(failure, "an upload");
    }

    private static void passOverBody(RoutingContext client) {
        HttpServerRequest request = client.request();
        if (request.isEnded()) {
            return;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        request.handler(dropped -> { }).endHandler(over -> { }).exceptionHandler(broken ->
                LOG.debug("A client has gone before its answer", broken));
        if (length != null && Long.parseLong(length) <= READ_ANYWAY) {
            request.resume();
        } else {
            AccessHandler.cut(client);
        }
    }
}
