package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.job.Failure;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.NoLedger;
import io.dromedary.job.StopReason;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Shows the commands that jobs would run. Only the probe is done, while the caller waits; nothing is stored or left
 * behind.
 */
public final class DryRuns {

    /** How long the caller waits for the probe at most; a slower store is a failure. */
    private static final long SECONDS = 10;

    private final Workspace workspace;
    private final RunningJobs running;
    private final Plans plans;
    private final Probes probes;
    private final Imports imports;
    private final Reuse reuse;
    private final Clock clock;
    private final BooleanSupplier canProbe;

    /** @param canProbe whether this node has ffprobe */
    public DryRuns(Workspace workspace, RunningJobs running, Plans plans, Probes probes, Imports imports, Reuse reuse, Clock clock,
            BooleanSupplier canProbe) {
        this.workspace = workspace;
        this.running = running;
        this.plans = plans;
        this.probes = probes;
        this.imports = imports;
        this.reuse = reuse;
        this.clock = clock;
        this.canProbe = canProbe;
    }

    /**
     * The result of a dry run.
     *
     * @param job      the job as it would be
     * @param commands the commands of its tasks, in their order: program and arguments, as in the job's folder
     */
    public record Result(Job job, List<List<List<String>>> commands) {

        @Override
        public String toString() {
            return "Result[" + job + "]";
        }
    }

    /**
     * Begins a dry run, which must be ended.
     *
     * @throws Problem {@code unavailable} on a node without ffprobe
     */
    public Attempt begin(JobOrder order) {
        if (!canProbe.getAsBoolean()) {
            throw new Problem(ProblemKind.UNAVAILABLE, "This node has no ffprobe, so it cannot look at the input: ask a"
                    + " node that does jobs, or install ffmpeg here.");
        }
        Job job = DryRunJobs.job(order, clock.millis());
        var attempt = new Attempt(job, workspace.folder(job.id(), 0), new NoLedger());
        attempt.folder().open();
        attempt.stopped().completeOnTimeout(StopReason.DEADLINE, SECONDS, TimeUnit.SECONDS);
        running.add(attempt);
        return attempt;
    }

    /** Tells the commands of a job whose probe succeeded. */
    public Result planned(Attempt attempt, Probed probed) {
        Job job = attempt.job();
        Optional<ShownPlan> given = attempt.work().isSeveral() ? Optional.empty() : reuse.shown(attempt);
        List<ShownPlan> shown = attempt.work().isSeveral() ? attempt.outputs().shown()
                : List.of(given.orElseGet(() -> plans.shown(attempt, probed)));
        ObjectNode fetched = given.isPresent() ? InputObjects.fetched(attempt) : imports.expected(attempt, probed);
        var commands = new ArrayList<List<List<String>>>();
        commands.add(attempt.inputs().stream()
                .map(input -> words("ffprobe", probes.arguments(input, input.download().file().getFileName()))).toList());
        commands.add(List.of());
        shown.forEach(output -> {
            commands.add(output.commands().stream().map(command -> words(command.program(), command.arguments())).toList());
            commands.add(List.of());
        });
        return new Result(DryRunJobs.probed(job, Probes.describe(probed.media(), job.input()), fetched, shown), commands);
    }

    /** The numbers of the outputs of a job with several. */
    public List<Integer> outputs(Attempt attempt) {
        return Outputs.numbers(attempt);
    }

    /** Begins to show one of several outputs. */
    public Attempt output(Attempt attempt, int number) {
        return Outputs.shown(attempt, number);
    }

    /** Shows one of several outputs, for which all is there. */
    public void show(Attempt part, Probed probed) {
        part.whole().outputs().shown().add(plans.shown(part, probed));
        part.closeAttached();
    }

    private static List<String> words(String program, List<String> arguments) {
        return Stream.concat(Stream.of(program), arguments.stream()).toList();
    }

    /** Tells how a job would fail at its probe. */
    public Result failed(Attempt attempt, Exception cause) {
        return new Result(DryRunJobs.failed(attempt.job(), failure(attempt, cause)), List.of());
    }

    private static Failure failure(Attempt attempt, Exception cause) {
        StopReason reason = attempt.stopReason().orElse(StopReason.SUPERSEDED);
        if (reason == StopReason.SHUTDOWN) {
            throw new Problem(ProblemKind.UNAVAILABLE, "The server is being stopped: ask again in some seconds.");
        }
        return reason == StopReason.DEADLINE
                ? new Failure(ProblemKind.TIMED_OUT, "The input did not show what it is within " + SECONDS + " s.")
                : Failures.verdict(attempt, cause).failure();
    }

    /** Ends a dry run, and removes all of it. */
    public void end(Attempt attempt) {
        try {
            attempt.discard();
        } finally {
            running.remove(attempt);
        }
    }
}
