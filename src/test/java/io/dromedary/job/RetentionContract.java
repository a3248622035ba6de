package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.NoStores;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.FilledTables;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.CdnFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that have ended, and their files, are kept as long as they shall be and no longer. */
abstract class RetentionContract extends EngineContract {

    private static final Optional<Duration> FOR_EVER = Optional.empty();

    private final Hands clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
    private WorkingNode node;
    private ClientCache clients;
    private Path cdn;

    RetentionContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        cdn = folder.resolve("cdn");
        clients = NoStores.clients(database(), clock);
    }

    @AfterAll
    void close() {
        clients.close();
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), clock);
    }

    /** What the others of its outputs have published is kept, as that of jobs that succeed. */
    @Test
    void aJobWithSeveralOutputsThatFailedKeepsItsFilesAsLongAsOthers() throws IOException {
        Retention keeping = keeping(Optional.of(Duration.ofDays(1)), Optional.of(Duration.ofDays(2)));
        String id = node.stored(Orders.of("multi").making(List.of(Orders.of("video"), Orders.of("image"))));
        Files.writeString(Files.createDirectories(cdn.resolve(id)).resolve("in.mp4"), "published");
        node.fails(id);
        clock.pass(Duration.ofDays(1).plusSeconds(1));
        keeping.forgetJobs();
        assertThat(keeping.withOldFiles()).isEmpty();
        assertThat(node.jobs().find(id)).as("nothing else knows its files").isPresent();
        clock.pass(Duration.ofDays(1));

        keeping.withOldFiles().forEach(keeping::removeFiles);
        keeping.forgetJobs();

        assertThat(cdn.resolve(id)).doesNotExist();
        assertThat(node.jobs().find(id)).isEmpty();
    }

    @Test
    void deletingAJobWithSeveralOutputsThatFailedRemovesWhatTheOthersPublished() throws IOException {
        String id = node.stored(Orders.of("multi").making(List.of(Orders.of("video"), Orders.of("image"))));
        Files.writeString(Files.createDirectories(cdn.resolve(id)).resolve("in.mp4"), "published");
        node.fails(id);

        removal().delete("default", id);

        assertThat(cdn.resolve(id)).doesNotExist();
    }

    @Test
    void filesGoWhenTheirTimeIsOverTheOldestFirst() throws IOException {
        Retention keeping = keeping(FOR_EVER, Optional.of(Duration.ofDays(2)));
        String old = published();
        clock.pass(Duration.ofSeconds(1));
        String young = published();
        node.fails(node.stored(Orders.of("video")));
        String elsewhere = node.stored(Orders.into("s3://media/out.mp4", "conn_1", Orders.of("video")));
        node.succeeds(elsewhere);
        clock.pass(Duration.ofDays(2));
        List<Job> due = keeping.withOldFiles();
        assertThat(due).extracting(Job::id).containsExactly(old);
        due.forEach(keeping::removeFiles);
        assertThat(cdn.resolve(old)).doesNotExist();
        assertThat(cdn.resolve(young)).isNotEmptyDirectory();
        assertThat(keeping.withOldFiles()).as("they are gone").isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(keeping.withOldFiles()).extracting(Job::id).containsExactly(young);
        assertThat(keeping(FOR_EVER, FOR_EVER).withOldFiles()).isEmpty();
        assertThat(node.jobs().get(old).status()).as("the job stays").isEqualTo(Job.Status.SUCCEEDED);
    }

    @Test
    void aJobThatItsOwnerDeletesIsGoneWithItsFilesAndNothingElse() throws IOException {
        String gone = published();
        String stays = published();
        Job deleted = removal().delete("default", gone);
        assertThat(deleted.id()).isEqualTo(gone);
        assertThat(cdn.resolve(gone)).doesNotExist();
        assertThat(node.jobs().find(gone)).isEmpty();
        assertThat(cdn.resolve(stays)).isNotEmptyDirectory();
        assertThat(rows("tasks")).isEqualTo(4);
        assertRefused(ProblemKind.JOB_NOT_FOUND, "default", gone);
        assertRefused(ProblemKind.JOB_NOT_FOUND, "press", stays);
        assertThat(node.jobs().find(stays)).isPresent();
    }

    @Test
    void aDeletionIsToldOfForADay() throws IOException {
        var changes = new JobChanges(database(), clock);
        Job job = removal().delete("default", published());
        assertThat(changes.since("default", 0, 9)).filteredOn(JobChanges.Change::isDeleted).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(job.id());
            assertThat(change.at()).isGreaterThan(job.times().updatedAt());
        });
        assertThat(changes.since("other", 0, 9)).isEmpty();
        Retention retention = keeping(FOR_EVER, FOR_EVER);
        retention.forgetDeletions();
        assertThat(changes.since("default", 0, 9)).hasSize(1);
        clock.pass(Duration.ofHours(25));
        retention.forgetDeletions();
        assertThat(changes.since("default", 0, 9)).isEmpty();
    }

    @Test
    void aJobThatHasNotEndedOrIsRetriedMeanwhileIsNotDeleted() {
        String waits = node.stored(Orders.of("video"));
        assertRefused(ProblemKind.JOB_UNFINISHED, "default", waits);
        node.begun(waits);
        assertRefused(ProblemKind.JOB_UNFINISHED, "default", waits);
        node.jobs().cancel("default", waits);
        Job before = node.jobs().get(waits);
        node.retries().retry("default", waits);
        assertThatThrownBy(() -> removal().delete(before)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.JOB_UNFINISHED));
        assertThat(node.jobs().get(waits).status()).isEqualTo(Job.Status.QUEUED);
        node.jobs().cancel("default", waits);
        removal().delete("default", waits);
        assertThat(rows("jobs")).isZero();
    }

    private Removal removal() {
        return new Removal(database(), clock, keeping(FOR_EVER, FOR_EVER), List.of());
    }

    private void assertRefused(ProblemKind kind, String project, String id) {
        assertThatThrownBy(() -> removal().delete(project, id)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void aJobIsForgottenWithAllThatIsItsWhenItsTimeIsOver() {
        String old = node.stored(Orders.telling("https://example.com/hook", Orders.of("video")));
        node.succeeds(old);
        String failed = node.stored(Orders.of("video"));
        node.fails(failed);
        String cancelled = node.stored(Orders.of("video"));
        node.jobs().cancel("default", cancelled);
        clock.pass(Duration.ofMillis(1));
        String young = node.stored(Orders.of("video"));
        node.succeeds(young);
        String waits = node.stored(Orders.of("video"));
        String works = node.stored(Orders.of("video"));
        node.begun(works);
        clock.pass(Duration.ofDays(5));
        keeping(FOR_EVER, FOR_EVER).forgetJobs();
        assertThat(rows("jobs")).isEqualTo(6);
        keeping(Optional.of(Duration.ofDays(5)), FOR_EVER).forgetJobs();
        for (String id : List.of(old, failed, cancelled)) {
            assertThat(node.jobs().find(id)).isEmpty();
        }
        for (String id : List.of(young, waits, works)) {
            assertThat(node.jobs().find(id)).isPresent();
        }
        assertThat(rows("tasks")).isEqualTo(3 * 4);
        assertThat(rows("webhooks")).isZero();
    }

    @Test
    void aJobWhoseFilesAreToBeRemovedIsNotForgottenBeforeTheyAre() throws IOException {
        Retention keeping = keeping(Optional.of(Duration.ofDays(1)), Optional.of(Duration.ofDays(1)));
        String withFiles = published();
        String elsewhere = node.stored(Orders.into("s3://media/out.mp4", "conn_1", Orders.of("video")));
        node.succeeds(elsewhere);
        clock.pass(Duration.ofDays(1).plusMillis(1));
        keeping.forgetJobs();
        assertThat(node.jobs().find(elsewhere)).isEmpty();
        assertThat(node.jobs().find(withFiles)).isPresent();
        keeping.withOldFiles().forEach(keeping::removeFiles);
        keeping.forgetJobs();
        assertThat(node.jobs().find(withFiles)).isEmpty();
    }

    @Test
    void moreJobsThanAreForgottenAtOnceAreAllForgotten() {
        FilledTables.fill(database().jdbi(), 501, 1_001);
        database().jdbi().useHandle(handle -> handle.execute(
                "update jobs set status = 'failed', finished_at = ?", clock.millis()));
        clock.pass(Duration.ofDays(2));
        keeping(Optional.of(Duration.ofDays(1)), FOR_EVER).forgetJobs();
        assertThat(rows("jobs") + rows("tasks")).isZero();
    }

    private String published() throws IOException {
        String id = node.stored(Orders.of("video"));
        Files.createFile(Files.createDirectories(cdn.resolve(id)).resolve("video.mp4"));
        node.succeeds(id);
        return id;
    }

    private Retention keeping(Optional<Duration> jobs, Optional<Duration> files) {
        return new Retention(database(), clock, new Retention.Terms(jobs, files),
                new CdnFolder(cdn, "http://localhost/cdn"), Optional.empty(), clients);
    }
}
