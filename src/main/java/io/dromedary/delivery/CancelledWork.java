package io.dromedary.delivery;

import io.dromedary.job.Job;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStates.State;
import io.dromedary.job.StopReason;
import java.util.List;
import java.util.Map;

/** Stops the attempts of this node whose jobs were cancelled, or begun by another worker, through any node. */
public final class CancelledWork {

    private final RunningJobs running;
    private final JobStates states;

    public CancelledWork(RunningJobs running, JobStates states) {
        this.running = running;
        this.states = states;
    }

    /** Checks all attempts with one query. */
    public void recall() {
        List<RunningJob> attempts = running.all();
        Map<String, State> now = states.of(attempts.stream().map(attempt -> attempt.job().id()).toList());
        for (RunningJob attempt : attempts) {
            State state = now.get(attempt.job().id());
            // A dry run is not in the database.
            if (state != null && !counts(attempt, state)) {
                attempt.stop(state.status() == Job.Status.CANCELLED ? StopReason.CANCELLED : StopReason.SUPERSEDED);
            }
        }
    }

    private static boolean counts(RunningJob attempt, State state) {
        return state.status() == Job.Status.PROCESSING && state.attempts() == attempt.number();
    }
}
