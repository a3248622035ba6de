package io.dromedary.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.Hands;
import io.dromedary.LongForm;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.NoStores;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.Ids;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.InputClip;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Orders;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads are kept as long as they are needed, and no longer. */
abstract class UploadRemovalContract extends EngineContract {

    private static final Caller CALLER = new Caller("key_1", Orders.of("video").owner().project(), Scope.WRITE, Limits.NONE);
    private static final Duration KEPT = Duration.ofDays(1);
    /** More than are removed in two turns. */
    private static final int MANY = LongForm.choose(1_200, 10_000);

    private final Hands clock = new Hands(Instant.parse("2026-11-24T12:00:00Z"));
    private Path folder;
    private ClientCache clients;
    private WorkingNode node;
    private UploadStore uploads;
    private UploadPlaces places;
    private UploadFolder disk;

    UploadRemovalContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary.resolve("uploads");
        clients = NoStores.clients(database(), clock);
    }

    @AfterAll
    void close() {
        clients.close();
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), clock);
        uploads = new UploadStore(database(), clock, new UploadBounds(1_000, MANY, 100_000, KEPT));
        places = places("node", Set.of("api", "worker"));
        disk = new UploadFolder(folder);
    }

    private UploadPlaces places(String id, Set<String> roles) {
        return new UploadPlaces(database(), id, roles, Optional.empty());
    }

    private UploadRemoval removal(Optional<Duration> filesKept) {
        return new UploadRemoval(database(), clock, uploads, places, disk, new DirectUploads(clients, uploads, clock), filesKept);
    }

    private Upload announced(long bytes) {
        return uploads.create(CALLER, new UploadStore.Draft("a.mp4", Optional.empty(), bytes, Optional.empty()),
                id -> places.usual(id, bytes));
    }

    private Upload sent(int bytes, int of) throws IOException {
        Upload upload = announced(of);
        var received = new ReceivedUploads(uploads, places, disk);
        try (UploadWriter writer = received.open(upload, OptionalLong.of(0))) {
            writer.write(new byte[bytes]);
        }
        received.end(upload, bytes);
        return uploads.get(CALLER.project(), upload.id());
    }

    private String readBy(Upload upload) {
        return node.stored(Orders.from(upload.id(), Orders.of("video")));
    }

    private void use(String job, JobOrder order) {
        database().write(handle -> {
            new UsedUploads(KEPT).stored(handle, job, order, clock.millis());
            return job;
        });
    }

    private Path file(Upload upload) {
        return folder.resolve(upload.id());
    }

    @Test
    void allThatHaveExpiredAreRemovedHoweverMany() throws IOException {
        long now = clock.millis();
        List<Upload> old = IntStream.range(0, MANY).mapToObj(i -> new Upload(Ids.next("upload"), CALLER.project(), CALLER.keyId(),
                Upload.State.RECEIVING, "a.mp4", Optional.empty(), 5, Optional.empty(), new Upload.OnNode("node"), now,
                now + KEPT.toMillis())).toList();
        database().jdbi().useTransaction(handle -> old.forEach(upload -> UploadRows.insert(handle, upload)));
        for (Upload upload : old) {
            Files.createFile(file(upload));
        }
        clock.pass(KEPT.plusMillis(1));
        Upload young = sent(3, 5);
        removal(Optional.empty()).sweep();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file(young));
        }
        assertThat(uploads.get(CALLER.project(), young.id()).state()).isEqualTo(Upload.State.RECEIVING);
        clock.pass(Duration.ofDays(9));
        removal(Optional.empty()).sweep();
        assertThat(rows("client_uploads")).isLessThanOrEqualTo(1);
        Files.deleteIfExists(file(young));
    }

    @Test
    void oneThatIsContinuedLivesOnAndOneThatExpiredIsGone() throws IOException {
        Upload old = announced(5);
        clock.pass(KEPT.minusMillis(1));
        Upload continued = sent(3, 5);
        clock.pass(Duration.ofMillis(2));
        assertThat(uploads.get(CALLER.project(), continued.id())).isNotNull();
        assertThatThrownBy(() -> uploads.get(CALLER.project(), old.id())).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.UPLOAD_GONE));
        removal(Optional.empty()).remove(continued);
    }

    @Test
    void whatAJobReadsStaysAsLongAsItsFiles() throws IOException {
        Upload read = sent(5, 5);
        Upload unread = sent(5, 5);
        String job = readBy(read);
        use(job, Orders.from(read.id(), Orders.of("video")));
        assertThatThrownBy(() -> removal(Optional.empty()).remove(read)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.UPLOAD_IN_USE));
        clock.pass(KEPT.plus(Duration.ofDays(30)));
        removal(Optional.of(Duration.ofDays(2))).sweep();
        assertThat(file(read)).exists();
        assertThat(file(unread)).doesNotExist();
        node.succeeds(job);
        removal(Optional.empty()).sweep();
        assertThat(file(read)).as("files are kept").exists();
        clock.pass(Duration.ofDays(2).minusMillis(1));
        removal(Optional.of(Duration.ofDays(2))).sweep();
        assertThat(file(read)).as("not yet").exists();
        clock.pass(Duration.ofMillis(2));
        removal(Optional.of(Duration.ofDays(2))).sweep();
        assertThat(file(read)).doesNotExist();
    }

    /** Each of the inputs that are joined, and what one of several outputs lays over. */
    @Test
    void whatIsReadBesideTheFirstInputStays() throws IOException {
        Upload second = sent(5, 5);
        Upload mark = sent(5, 5);
        JobOrder marked = Orders.of("video");
        marked.options().putObject("watermark").put("url", mark.id());
        JobOrder order = Orders.of("multi").joining(List.of(clip("https://example.com/a.mp4"), clip(second.id())))
                .making(List.of(marked));
        use(node.stored(order), order);
        clock.pass(KEPT.plus(Duration.ofDays(30)));

        removal(Optional.of(Duration.ofDays(2))).sweep();

        assertThat(file(second)).exists();
        assertThat(file(mark)).exists();
    }

    private static InputClip clip(String url) {
        return new InputClip(JsonNodeFactory.instance.objectNode().put("url", url), Optional.empty());
    }

    @Test
    void aForgottenJobNeedsNothing() throws IOException {
        Upload read = sent(5, 5);
        String job = readBy(read);
        use(job, Orders.from(read.id(), Orders.of("video")));
        node.succeeds(job);
        clock.pass(KEPT.plusMillis(1));
        database().jdbi().useHandle(handle -> handle.execute("delete from jobs"));
        assertThat(rows("job_uploads")).isZero();
        removal(Optional.empty()).sweep();
        assertThat(file(read)).doesNotExist();
    }

    @Test
    void aJobCannotReadWhatIsNotCompleteOrNotItsProjects() throws IOException {
        Upload half = sent(3, 5);
        Upload whole = sent(5, 5);
        String job = node.stored(Orders.of("video"));
        assertThatThrownBy(() -> use(job, Orders.from(half.id(), Orders.of("video")))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> use(job, Orders.from(whole.id(), Orders.of("strangers", "video")))).isInstanceOf(Problem.class);
        var files = new UploadedFiles(uploads, places, disk, new DirectUploads(clients, uploads, clock), clients);
        assertThatThrownBy(() -> files.source(CALLER.project(), half.id())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> files.source("strangers", whole.id())).isInstanceOf(Problem.class);
        Files.write(file(whole), new byte[4]);
        assertThatThrownBy(() -> files.source(CALLER.project(), whole.id())).hasMessageContaining("no longer whole");
    }

    @Test
    void severalNodesNeedABucket() {
        empty("nodes");
        assertThatThrownBy(() -> places("node", Set.of("api")).usual("upload_1", 5)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.UNAVAILABLE)).hasMessageContaining("dromedary.uploads");
        assertThat(places.usual("upload_1", 5)).isEqualTo(new Upload.OnNode("node"));
        database().jdbi().useHandle(handle -> handle.execute(
                "insert into nodes (id, name, session, beats) values ('node_2', 'other', 'session', 0)"));
        assertThatThrownBy(() -> places.usual("upload_1", 5)).hasMessageContaining("dromedary.uploads");
        var bucket = new UploadPlaces(database(), "node", Set.of("api"), Optional.of(new UploadPlaces.Bucket("b", "in/", "r2")));
        assertThat(((Upload.InBucket) bucket.usual("upload_1", 5)).object().key()).isEqualTo("in/upload_1");
        Upload.InBucket large = (Upload.InBucket) bucket.usual("upload_1", 100L << 30);
        assertThat(large.partBytes()).isEqualTo(103L << 20);
    }

    @Test
    void aProjectHasNoMoreThanItsBytes() {
        for (int i = 0; i < 100; i++) {
            announced(1_000);
        }
        assertThatThrownBy(() -> announced(1)).hasMessageContaining("max-project-bytes");
        assertThatThrownBy(() -> announced(1_001)).hasMessageContaining("max-bytes");
    }
}
