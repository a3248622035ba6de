package io.dromedary.api;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Lets a client send a request again without its effect coming twice: within 24 hours, the same
 * {@code Idempotency-Key} with the same body is answered as it was the first time.
 *
 * <p>The key is taken in the transaction that makes the resource, so that there are both or neither, whatever
 * becomes of the process; of twins that come at once, one makes the resource and the others wait for its answer.
 */
public final class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;

    public Idempotency(Database database, Clock clock) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /**
     * Answers a request that was sent before, and ends its route; any other goes on.
     *
     * @throws Problem {@code idempotency_mismatch} when the key was used with another body
     */
    public void replay(Exchange exchange) {
        RepeatableRequest.of(exchange).flatMap(this::answered).ifPresent(answer -> replay(exchange, answer));
    }

    private static void replay(Exchange exchange, AnswerBody answer) {
        exchange.getMessage().setBody(answer);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.setRouteStop(true);
    }

    private Optional<AnswerBody> answered(RepeatableRequest request) {
        Optional<Answered> answered = jdbi.withHandle(handle -> handle.createQuery("""
                        select body_hash, response from idempotency_keys
                        where operation = :operation and key = :key and created_at >= :oldest""")
                .bindMethods(request).bind("oldest", oldest())
                .map((row, context) -> new Answered(row.getString("body_hash"), row.getString("response"))).findOne());
        if (answered.isPresent() && !answered.get().bodyHash().equals(request.bodyHash())) {
            throw new Problem(ProblemKind.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used before with another"
                    + " request: send a new key for a new request, or the very same request again.",
                    RepeatableRequest.HEADER);
        }
        return answered.map(known -> new AnswerBody(known.response()));
    }

    /**
     * Makes what a request asks for, once for its key, and leaves it as the body. When a twin was quicker, its answer
     * is given and the route ends.
     *
     * @param creation stores the new thing; what it does in the database is a part of the transaction of the key
     * @param answer   what the route will answer for the new thing
     */
    public <T> void once(Exchange exchange, Supplier<T> creation, Function<T, AnswerBody> answer) {
        Optional<RepeatableRequest> request = RepeatableRequest.of(exchange);
        if (request.isEmpty()) {
            exchange.getMessage().setBody(creation.get());
            return;
        }
        Optional<T> made = once(request.get(), creation, answer);
        if (made.isPresent()) {
            exchange.getMessage().setBody(made.get());
        } else {
            replay(exchange, answered(request.get()).orElseThrow(() -> new Problem(ProblemKind.UNAVAILABLE,
                    "The answer to this request is just being forgotten: try again.")));
        }
    }

    /**
     * Makes what a request asks for, once for its key.
     *
     * @return none when something was made for this key before
     */
    <T> Optional<T> once(RepeatableRequest request, Supplier<T> creation, Function<T, AnswerBody> answer) {
        return database.write(handle -> {
            if (!take(handle, request)) {
                return Optional.empty();
            }
            T thing = creation.get();
            handle.createUpdate("update idempotency_keys set response = :response"
                            + " where operation = :operation and key = :key")
                    .bindMethods(request).bind("response", answer.apply(thing).json()).execute();
            return Optional.of(thing);
        });
    }

    /**
     * The id of what was made for this request before, if anything was.
     *
     * @throws Problem {@code idempotency_mismatch} when the key was used with another body
     */
    Optional<String> madeBefore(RepeatableRequest request) {
        return answered(request).map(answer ->
                JsonBody.parse(answer.json().getBytes(StandardCharsets.UTF_8)).get("id").asText());
    }

    private boolean take(Handle handle, RepeatableRequest request) {
        handle.createUpdate("delete from idempotency_keys where operation = :operation and key = :key"
                        + " and created_at < :oldest")
                .bindMethods(request).bind("oldest", oldest()).execute();
        return handle.createUpdate("""
                        insert into idempotency_keys (operation, key, body_hash, response, created_at)
                        values (:operation, :key, :bodyHash, '', :now) on conflict (operation, key) do nothing""")
                .bindMethods(request).bind("now", clock.millis()).execute() == 1;
    }

    /** Forgets keys that are older than a day. */
    public void sweep() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from idempotency_keys where created_at < :oldest")
                .bind("oldest", oldest()).execute());
    }

    private long oldest() {
        return clock.millis() - KEPT.toMillis();
    }

    private record Answered(String bodyHash, String response) {
    }
}
