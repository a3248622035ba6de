package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStates.State;
import io.dromedary.job.JobStore;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * All clients that watch single jobs. One query serves all of them, so that changes by other nodes are seen and a
 * thousand clients cost little more than one.
 */
public final class JobStreams {

    private final JobStore jobs;
    private final JobStates states;
    private final JobJson json;
    private final OpenStreams all;
    private final ClientsByJob<JobStream> open = new ClientsByJob<>();

    /** @param all has the limits */
    public JobStreams(JobStore jobs, JobStates states, JobJson json, OpenStreams all) {
        this.jobs = jobs;
        this.states = states;
        this.json = json;
        this.all = all;
    }

    /**
     * Opens a stream for a client. If it reconnects and already knows that the job has ended, it is told that nothing
     * more will come.
     *
     * @throws io.dromedary.problem.Problem {@code too_many_requests}
     */
    void open(RoutingContext client, Job job) {
        if (job.status().isFinal() && JobStream.id(State.of(job)).equals(client.request().getHeader("Last-Event-ID"))) {
            client.response().setStatusCode(204).end();
            return;
        }
        all.take(client, "ask GET /jobs/" + job.id() + " now and then.");
        var stream = new JobStream(client, all.nanos());
        all.add(client, stream);
        open.add(job.id(), stream);
        client.addEndHandler(ended -> open.remove(job.id(), stream));
        stream.begin(job, json);
    }

    /** Sends all clients the changes of their jobs. */
    public void tell() {
        Set<String> watched = open.jobs();
        if (watched.isEmpty()) {
            return;
        }
        states.of(watched).forEach((id, state) -> {
            Set<JobStream> streams = open.of(id);
            if (streams.stream().anyMatch(stream -> stream.isBehind(state))) {
                Job job = jobs.get(id);
                String event = JobStream.event(job, json);
                streams.forEach(stream -> stream.tell(State.of(job), event));
            }
        });
    }
}
