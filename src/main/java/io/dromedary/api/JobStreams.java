package io.dromedary.api;

import io.dromedary.access.Shares;
import io.dromedary.job.Job;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStates.State;
import io.dromedary.job.JobStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * All clients that watch jobs. One query serves all of them, so that changes by other nodes are seen and a thousand
 * clients cost little more than one.
 */
public final class JobStreams {

    private static final long KEYS_NANOS = 2_000_000_000L;

    private final JobStore jobs;
    private final JobStates states;
    private final JobJson json;
    private final LongSupplier nanos;
    private final UnaryOperator<Set<String>> goodKeys;
    private final int maxStreams;
    private final Shares byKey;
    private final Map<String, Set<JobStream>> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private long keysLookedAt;

    /**
     * @param goodKeys   selects the hashes of keys that are still valid
     * @param maxStreams how many may watch at a time
     * @param maxPerKey  how many of them may use the same key
     */
    public JobStreams(JobStore jobs, JobStates states, JobJson json, LongSupplier nanos, UnaryOperator<Set<String>> goodKeys,
            int maxStreams, int maxPerKey) {
        this.goodKeys = goodKeys;
        this.byKey = new Shares(maxPerKey);
        this.keysLookedAt = nanos.getAsLong();
        this.jobs = jobs;
        this.states = states;
        this.json = json;
        this.nanos = nanos;
        this.maxStreams = maxStreams;
    }

    /**
     * Opens a stream for a client. If it reconnects and already knows that the job has ended, it is told that nothing
     * more will come.
     */
    void open(RoutingContext client, Job job) {
        if (job.status().isFinal() && JobStream.id(State.of(job)).equals(client.request().getHeader("Last-Event-ID"))) {
            client.response().setStatusCode(204).end();
            return;
        }
        String key = Authenticator.of(client).keyId();
        if (!byKey.take(key)) {
            refuse(client, job, "with this key (" + byKey.most() + ", dromedary.events.max-streams-per-key)");
            return;
        }
        if (count.incrementAndGet() > maxStreams) {
            forget(key);
            refuse(client, job, "here (" + maxStreams + ", dromedary.events.max-streams)");
            return;
        }
        var stream = new JobStream(client.response(), client.vertx().getOrCreateContext(), nanos, Authenticator.keyHash(client));
        open.computeIfAbsent(job.id(), id -> ConcurrentHashMap.newKeySet()).add(stream);
        // Called once, no matter how the stream ends.
        client.addEndHandler(ended -> {
            forget(key);
            forget(job.id(), stream);
        });
        stream.begin(job, json);
    }

    private static void refuse(RoutingContext client, Job job, String where) {
        AccessHandler.answer(client, new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many clients watch jobs " + where
                + " as may: ask GET /jobs/" + job.id() + " now and then."));
    }

    private void forget(String key) {
        count.decrementAndGet();
        byKey.giveBack(key);
    }

    void close() {
        open.values().forEach(streams -> streams.forEach(JobStream::end));
    }

    private void forget(String jobId, JobStream stream) {
        open.computeIfPresent(jobId, (id, streams) -> {
            streams.remove(stream);
            return streams.isEmpty() ? null : streams;
        });
    }

    /** Sends all clients the changes of their jobs. */
    public void tell() {
        if (open.isEmpty()) {
            return;
        }
        states.of(Set.copyOf(open.keySet())).forEach((id, state) -> {
            Set<JobStream> streams = open.getOrDefault(id, Set.of());
            if (streams.stream().anyMatch(stream -> stream.isBehind(state))) {
                Job job = jobs.get(id);
                String event = JobStream.event(job, json);
                streams.forEach(stream -> stream.tell(State.of(job), event));
            }
            streams.forEach(JobStream::keepAlive);
        });
        endThoseOfBadKeys();
    }

    /** Ends the streams of keys that have been revoked or replaced, or have expired. */
    private void endThoseOfBadKeys() {
        long now = nanos.getAsLong();
        if (now - keysLookedAt < KEYS_NANOS) {
            return;
        }
        keysLookedAt = now;
        Set<String> hashes = open.values().stream().flatMap(Set::stream).map(JobStream::keyHash).collect(Collectors.toSet());
        Set<String> good = goodKeys.apply(hashes);
        open.values().stream().flatMap(Set::stream).filter(stream -> hashes.contains(stream.keyHash())
                && !good.contains(stream.keyHash())).forEach(JobStream::end);
    }
}
