package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.job.Task;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.work.Attempt;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The route {@code job}: whatever the work on a job comes to, its attempt ends in one way, and nothing of it stays. The
 * work itself, which other tests are about, is what a test says.
 */
class JobRouteTest {

    private final AtomicReference<Processor> work = new AtomicReference<>(exchange -> { });
    private WorkBeans beans;
    private RoutesHere routes;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        routes = new RoutesHere("jobs", "pipeline");
        beans = new WorkBeans(folder).bind(routes);
        routes.replace("work", exchange -> work.get().process(exchange));
        routes.start("job", "instead-of-work");
    }

    @AfterEach
    void stop() {
        routes.close();
        beans.close();
    }

    private Job deliver() {
        Job job = beans.job("video", "https://example.com/in.mp4");
        beans.deliver(routes, job.id());
        return beans.jobs().get(job.id());
    }

    private static Attempt attempt(Exchange exchange) {
        return exchange.getMessage().getBody(Attempt.class);
    }

    @Test
    void aJobWhoseWorkIsDoneHasSucceededAndItsFolderIsGone() {
        var seen = new AtomicReference<Path>();
        work.set(exchange -> {
            seen.set(only(beans.workFolders()));
            Files.writeString(seen.get().resolve("out").resolve("left.mp4"), "left");
        });
        Job job = deliver();
        assertThat(job.status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(job.attempts()).isEqualTo(1);
        assertThat(seen.get()).doesNotExist();
        nothingStays();
    }

    @Test
    void aFailureOfAnyStepIsTheEndOfItsJob() {
        work.set(exchange -> {
            throw new Problem(ProblemKind.INPUT_CORRUPT, "It is cut off.");
        });
        Job job = deliver();
        assertThat(job.status()).isEqualTo(Job.Status.FAILED);
        assertThat(job.state().error().orElseThrow().kind()).isEqualTo(ProblemKind.INPUT_CORRUPT);
        assertThat(job.state().error().orElseThrow().message()).isEqualTo("It is cut off.");
        nothingStays();
    }

    @Test
    void aStepThatLeftSomethingElseAsTheBodyIsFailedByItsAttempt() {
        work.set(exchange -> {
            exchange.getMessage().setBody("what ffmpeg printed");
            throw new Problem(ProblemKind.ENCODE_FAILED, "Not with this input.");
        });
        assertThat(deliver().state().error().orElseThrow().kind()).isEqualTo(ProblemKind.ENCODE_FAILED);
        nothingStays();
    }

    @Test
    void aFolderThatCannotBeMadeFailsTheJobAndNoWorkBegins() throws Exception {
        var worked = new CopyOnWriteArrayList<Attempt>();
        work.set(exchange -> worked.add(attempt(exchange)));
        // A file where the folder of all attempts is: what the disk does not take shows so, too.
        Files.delete(beans.workFolder());
        Files.writeString(beans.workFolder(), "no folder");
        Job job = deliver();
        assertThat(worked).isEmpty();
        assertThat(job.status()).as("it passes, so the job waits again").isEqualTo(Job.Status.QUEUED);
        Files.delete(beans.workFolder());
        Files.createDirectory(beans.workFolder());
        nothingStays();
    }

    @Test
    void whatPassesLetsTheJobWaitForItsNextAttempt() {
        work.set(exchange -> {
            throw new EOFException("broke off");
        });
        Job job = deliver();
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.state().error()).isEmpty();
        assertThat(job.state().lastError()).isPresent();
        assertThat(job.tasks()).allMatch(task -> task.status() == Task.Status.WAITING);
        assertThat(job.state().nextAttemptAt()).isPresent();
        assertThat(beans.told()).as("its time has not come").isEmpty();
        nothingStays();
    }

    @Test
    void workOnACancelledJobIsStoppedAndTheJobStaysCancelled() {
        work.set(exchange -> {
            beans.running().cancel(beans.jobs().cancel("default", attempt(exchange).job().id()));
            exchange.getMessage().setBody("what is left of an answer");
            throw new CancellationException("stopped");
        });
        Job job = deliver();
        assertThat(job.status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(beans.told()).isEmpty();
        nothingStays();
    }

    @Test
    void aJobThatWasCancelledWhileItsWorkWentWellDoesNotSucceed() {
        work.set(exchange -> beans.jobs().cancel("default", attempt(exchange).job().id()));
        assertThat(deliver().status()).isEqualTo(Job.Status.CANCELLED);
        nothingStays();
    }

    @Test
    void aNodeThatEndsGivesItsJobBackAndOthersAreTold() {
        work.set(exchange -> {
            beans.running().shutDown();
            throw new CancellationException("stopped");
        });
        Job job = deliver();
        assertThat(job.status()).isEqualTo(Job.Status.QUEUED);
        assertThat(job.state().shownAttempts()).as("this attempt is not shown").isZero();
        assertThat(beans.told()).containsExactly("heavy");
        nothingStays();
    }

    @Test
    void whoeverAddsARouteForEndedJobsGetsEachAfterItsEnd() throws Exception {
        var ended = new LinkedBlockingQueue<List<Object>>();
        routes.replace("job-ended", exchange -> ended.add(List.of(attempt(exchange).job().id(),
                beans.jobs().get(attempt(exchange).job().id()).status(), beans.workFolders())));
        Job succeeded = deliver();
        assertThat(ended.poll(120, TimeUnit.SECONDS))
                .isEqualTo(List.of(succeeded.id(), Job.Status.SUCCEEDED, List.of()));
        work.set(exchange -> {
            throw new Problem(ProblemKind.INPUT_CORRUPT, "cut off");
        });
        Job failed = deliver();
        assertThat(ended.poll(120, TimeUnit.SECONDS)).isEqualTo(List.of(failed.id(), Job.Status.FAILED, List.of()));
    }

    @Test
    void aRouteForEndedJobsThatFailsHarmsNoJob() throws Exception {
        routes.replace("job-ended", exchange -> {
            throw new IllegalStateException("not mine");
        });
        assertThat(deliver().status()).isEqualTo(Job.Status.SUCCEEDED);
    }

    @Test
    void theEndOfAJobWithAWebhookIsToldToThoseWhoSendIt() {
        Job job = beans.jobs().create(new JobOrder(new Owner("default", Optional.empty()), "video",
                Optional.empty(), "https://example.com/in.mp4", Optional.empty(), Optional.empty(), Optional.empty(),
                JsonNodeFactory.instance.objectNode(), Optional.empty(), 4, Optional.of("https://example.com/hook")));
        beans.deliver(routes, job.id());
        assertThat(beans.told()).containsExactly("webhooks");
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private void nothingStays() {
        assertThat(beans.workFolders()).isEmpty();
        assertThat(beans.running().shutDown()).as("nothing is at work any more").isDone();
    }
}
