package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.UnknownCommit;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeExpressionException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into the error answers of the API. */
public final class ErrorResponses {

    /** Long enough for a queue to become shorter, short enough for clients to wait. */
    private static final long RETRY_AFTER_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    /** The value of the header {@code Retry-After}. */
    static String retryAfter(Problem problem) {
        return Long.toString(problem.retryAfterSeconds().orElse(RETRY_AFTER_SECONDS));
    }

    /** {@code {"kind", "message", "field"}}, the field only if a particular one is wrong. */
    public static ObjectNode json(Problem problem) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("kind", problem.kind().wireName()).put("message", problem.getMessage());
        problem.field().ifPresent(field -> json.put("field", field));
        return json;
    }

    /** Answers with what went wrong. An unexpected failure is logged, and its details are not sent to the caller. */
    public void failure(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        // Camel wraps what a method throws that is called in an expression with arguments.
        Throwable cause = caught instanceof RuntimeExpressionException && caught.getCause() != null ? caught.getCause() : caught;
        problem(exchange, problem(cause, "route " + exchange.getFromRouteId()));
    }

    /**
     * What the caller is told of a failure. An unexpected one is logged, and its details are not in the answer.
     *
     * @param where what failed, for the log
     */
    static Problem problem(Throwable cause, String where) {
        if (cause instanceof Problem problem) {
            return problem;
        } else if (UnknownCommit.isIn(cause)) {
            LOG.error("The database did not say what became of a request", cause);
            return new Problem(ProblemKind.OUTCOME_UNKNOWN, "The database went away before it said whether this"
                    + " was done: look whether it was (GET), before you send it again. A request with an Idempotency-Key can"
                    + " be sent again as it is: it is done once.");
        } else if (cause instanceof JdbiException || cause instanceof SQLException) {
            LOG.error("The database did not answer", cause);
            return new Problem(ProblemKind.UNAVAILABLE,
                    "The server cannot take this now: try again in some seconds. GET /health says what is wrong.");
        }
        LOG.error("An error that nobody foresaw, in {}", where, cause);
        return new Problem(ProblemKind.INTERNAL_ERROR, "Something went wrong in this server; its log has the details.");
    }

    void problem(Exchange exchange, Problem problem) {
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.kind().status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (problem.kind() == ProblemKind.TOO_MANY_REQUESTS) {
            message.setHeader("Retry-After", retryAfter(problem));
        }
        message.setBody(json(problem).toString());
    }
}
