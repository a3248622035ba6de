package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.job.StopReason;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a dry run does not begin, and when it is given up. */
class DryRunsTest {

    @TempDir
    Path folder;

    @Test
    void aNodeThatCannotLookAtInputsSaysSo() {
        assertThatThrownBy(() -> dryRuns(new RunningJobs(), false).begin(order()))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.UNAVAILABLE);
                    assertThat(problem).hasMessageContaining("no ffprobe");
                });
    }

    @Test
    void theFolderOfOneThatEndsGoes() {
        DryRuns dryRuns = dryRuns(new RunningJobs(), true);
        Attempt first = dryRuns.begin(order());
        assertThat(first.results()).isDirectory();
        dryRuns.end(first);
        assertThat(first.results().getParent()).doesNotExist();
    }

    @Test
    void aServerThatStopsDoesNotBlameTheInput() {
        var running = new RunningJobs();
        DryRuns dryRuns = dryRuns(running, true);
        Attempt attempt = dryRuns.begin(order());
        running.shutDown();
        assertThatThrownBy(() -> dryRuns.failed(attempt, new CancellationException()))
                .isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.UNAVAILABLE));
    }

    @Test
    void aStoreThatIsTooSlowIsNotWaitedFor() {
        DryRuns dryRuns = dryRuns(new RunningJobs(), true);
        Attempt attempt = dryRuns.begin(order());
        attempt.stop(StopReason.DEADLINE);
        Job job = dryRuns.failed(attempt, new CancellationException()).job();
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.TIMED_OUT);
    }

    private DryRuns dryRuns(RunningJobs running, boolean canProbe) {
        return new DryRuns(new Workspace(folder), running, null, null, null, null, Clock.systemUTC(), () -> canProbe);
    }

    private static JobOrder order() {
        return new JobOrder(new Owner("default", Optional.empty()), "video", Optional.empty(), "https://a.example/x.mp4", Optional.empty(),
                Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty(), 4,
                Optional.empty());
    }
}
