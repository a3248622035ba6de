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
 * Lets clients repeat a request safely: within 24 hours, the same {@code Idempotency-Key} with the same body gets the
 * same answer.
 *
 * <p>The key is stored in the transaction that creates the resource, so that both exist or neither, even if the process
 * is killed. Of several identical requests at the same time, one creates the resource and the others get its answer.
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
     * Answers a request that was sent before, and ends its route; any other request continues.
     *
     * @throws Problem {@code idempotency_mismatch} if the key was used with another body
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
     * Creates a resource once for the key of the request, and sets it as the body. If an identical request was faster,
     * answers as that one and ends the route.
     *
     * @param creation stores the resource, in the same transaction as the key
     * @param answer   the answer that the route gives for the new resource
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
     * Creates a resource once for the key of the request.
     *
     * @return none if this key was used before
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
     * The id of the resource that this request created before, if any.
     *
     * @throws Problem {@code idempotency_mismatch} if the key was used with another body
     */
    Optional<String> madeBefore(RepeatableRequest request) {
        return answered(request).map(answer ->
                JsonBody.parse(answer.json().getBytes(StandardCharsets.UTF_8)).get("id").asText());
    }

    /** Forgets a key whose resource is gone, so that the same request makes a new one. */
    void forget(RepeatableRequest request) {
        database.write(handle -> handle.createUpdate(
                        "delete from idempotency_keys where operation = :operation and key = :key and body_hash = :bodyHash")
                .bindMethods(request).execute());
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

    /** Deletes keys that are older than a day. */
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
