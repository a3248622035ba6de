package io.dromedary.api;

import io.dromedary.access.Shares;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** All clients that are answered over a longer time, with the limits on them. */
public final class OpenStreams {

    private static final long KEYS_NANOS = 2_000_000_000L;

    private final LongSupplier nanos;
    private final UnaryOperator<Set<String>> goodKeys;
    private final int most;
    private final Shares byKey;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private long keysLookedAt;

    /**
     * @param goodKeys  selects the hashes of keys that are still valid
     * @param most      how many clients there may be at a time
     * @param mostOfKey how many of them may use the same key
     */
    public OpenStreams(LongSupplier nanos, UnaryOperator<Set<String>> goodKeys, int most, int mostOfKey) {
        this.nanos = nanos;
        this.goodKeys = goodKeys;
        this.most = most;
        this.byKey = new Shares(mostOfKey);
        this.keysLookedAt = nanos.getAsLong();
    }

    LongSupplier nanos() {
        return nanos;
    }

    /**
     * Takes a place for a client, until its request has ended.
     *
     * @param instead what the client may do if there is none
     * @throws Problem {@code too_many_requests}
     */
    void take(RoutingContext client, String instead) {
        String key = Authenticator.of(client).keyId();
        if (!byKey.take(key)) {
            throw refusal("with this key (" + byKey.most() + ", dromedary.events.max-streams-per-key)", instead);
        }
        if (count.incrementAndGet() > most) {
            giveBack(key);
            throw refusal("here (" + most + ", dromedary.events.max-streams)", instead);
        }
        // Called once, no matter how the request ends.
        client.addEndHandler(ended -> giveBack(key));
    }

    private static Problem refusal(String where, String instead) {
        return new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many clients watch jobs " + where + " as may: " + instead);
    }

    private void giveBack(String key) {
        count.decrementAndGet();
        byKey.giveBack(key);
    }

    /** Adds a stream whose client has a place. */
    void add(RoutingContext client, EventStream stream) {
        open.add(stream);
        client.addEndHandler(ended -> open.remove(stream));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Keeps the streams alive, and ends those of keys that have been revoked or replaced, or have expired. */
    void look() {
        open.forEach(EventStream::keepAlive);
        long now = nanos.getAsLong();
        if (open.isEmpty() || now - keysLookedAt < KEYS_NANOS) {
            return;
        }
        keysLookedAt = now;
        Set<String> hashes = open.stream().map(EventStream::keyHash).collect(Collectors.toSet());
        Set<String> good = goodKeys.apply(hashes);
        open.stream().filter(stream -> hashes.contains(stream.keyHash()) && !good.contains(stream.keyHash()))
                .forEach(EventStream::end);
    }

    /** Ends all of them. */
    void close() {
        open.forEach(EventStream::end);
    }
}
