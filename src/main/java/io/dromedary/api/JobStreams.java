package io.dromedary.api;

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

/**
 * All clients that watch jobs. The database is asked for all of them at once, so that it shows what other nodes did,
 * and a thousand clients cost it little more than one.
 */
public final class JobStreams {

    private final JobStore jobs;
    private final JobStates states;
    private final JobJson json;
    private final LongSupplier nanos;
    private final int maxStreams;
    private final Map<String, Set<JobStream>> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * No clients yet.
     *
     * @param maxStreams how many may watch at a time
     */
    public JobStreams(JobStore jobs, JobStates states, JobJson json, LongSupplier nanos, int maxStreams) {
        this.jobs = jobs;
        this.states = states;
        this.json = json;
        this.nanos = nanos;
        this.maxStreams = maxStreams;
    }

    /**
     * Lets a client watch a job from now on. One that comes back and knows the end of the job already is told that
     * there is no more to come.
     */
    void open(RoutingContext client, Job job) {
        if (job.status().isFinal() && JobStream.id(State.of(job)).equals(client.request().getHeader("Last-Event-ID"))) {
            client.response().setStatusCode(204).end();
            return;
        }
        if (count.incrementAndGet() > maxStreams) {
            count.decrementAndGet();
            Gate.answer(client, new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many clients watch jobs here as may ("
                    + maxStreams + ", dromedary.events.max-streams): ask GET /jobs/" + job.id() + " now and then."));
            return;
        }
        var stream = new JobStream(client.response(), client.vertx().getOrCreateContext(), nanos);
        open.computeIfAbsent(job.id(), id -> ConcurrentHashMap.newKeySet()).add(stream);
        // Called once, however it ends.
        client.addEndHandler(ended -> forget(job.id(), stream));
        stream.begin(job, json);
    }

    /** Ends all streams. */
    void close() {
        open.values().forEach(streams -> streams.forEach(JobStream::end));
    }

    private void forget(String jobId, JobStream stream) {
        count.decrementAndGet();
        open.computeIfPresent(jobId, (id, streams) -> {
            streams.remove(stream);
            return streams.isEmpty() ? null : streams;
        });
    }

    /** Tells all clients what became of their jobs since they were told last. */
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
    }
}
