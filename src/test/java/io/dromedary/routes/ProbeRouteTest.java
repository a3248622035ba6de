package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.MediaException;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import io.dromedary.work.Attempt;
import io.dromedary.work.DryRuns;
import io.dromedary.work.JobInput;
import io.dromedary.work.Probed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.language.bean.RuntimeBeanExpressionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The route {@code probe}: of an input no more is fetched than ffprobe needs, and what goes with it is fetched too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeRouteTest {

    private static final int PART = WorkBeans.PART;
    private static final int LARGE = 5 * PART + 100;

    private R2Double r2;
    private RoutesHere routes;
    private WorkBeans beans;
    private DryRuns dryRuns;
    private String connection;
    private Attempt attempt;
    private Exchange last;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        routes = new RoutesHere("pipeline", "transfer");
        beans = new WorkBeans(folder).bind(routes);
        connection = beans.connection(r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        dryRuns = routes.context().getRegistry().lookupByNameAndType("dryRuns", DryRuns.class);
        routes.start("probe", "probe-input", "fetch-beside", "ffprobe", "measure-length", "run-program", "fetch-attachments", "fetch-ends", "fetch-rest", "fetch", "fetch-once",
                "get-object");
    }

    @AfterAll
    void stop() {
        routes.close();
        beans.close();
        r2.close();
    }

    @AfterEach
    void end() {
        dryRuns.end(attempt);
        beans.programs().runs().clear();
        r2.counters().reset();
    }

    /** Sends an attempt at a video through the route, which is all that a dry run does before it plans. */
    private Exchange probe(String key, String options) throws Exception {
        attempt = dryRuns.begin(WorkBeans.order("video", "s3://media/" + key, connection,
                (ObjectNode) new ObjectMapper().readTree(options.replace('\'', '"'))));
        last = routes.send("probe", exchange -> {
            exchange.getMessage().setBody(attempt);
            exchange.setVariable("attempt", attempt);
        });
        return last;
    }

    private JobInput input() {
        return last.getVariable("input", JobInput.class);
    }

    private Probed probed() {
        return last.getVariable("probed", Probed.class);
    }

    private Exchange probe(String key) throws Exception {
        return probe(key, "{}");
    }

    private long requests(String key) {
        return r2.counters().requests(Operation.GET_OBJECT, "media", key);
    }

    @Test
    void ofALargeInputOnlyTheEndsAreFetched() throws Exception {
        r2.put("media", "large.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        assertThat(probe("large.mp4").getException()).isNull();
        assertThat(requests("large.mp4")).isEqualTo(2);
        assertThat(r2.counters().bytesSent("media", "large.mp4")).isEqualTo(PART + 100);
        assertThat(input().isComplete()).isFalse();
        assertThat(probed().whole()).as("the import asks again").isFalse();
        assertThat(beans.programs().runs("ffprobe")).hasSize(1);
    }

    @Test
    void aSmallInputIsFetchedAtOnce() throws Exception {
        r2.put("media", "small.mp4", ProbeAnswers.mp4(PART), "video/mp4");
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        assertThat(probe("small.mp4").getException()).isNull();
        assertThat(requests("small.mp4")).isEqualTo(1);
        assertThat(input().isComplete()).isTrue();
        assertThat(probed().whole()).isTrue();
    }

    static Stream<Named<ScriptedPrograms.Script>> failures() {
        return Stream.of(
                Named.of("ffprobe fails", command -> {
                    throw ScriptedPrograms.failure(Reason.FAILED, "moov atom not found");
                }),
                Named.of("ffprobe finds no format", command -> "{}"),
                Named.of("ffprobe says half of it", command -> ProbeAnswers.VIDEO.substring(0, 80)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheEndsDoNotTellIsAskedAgainOfTheWhole(ScriptedPrograms.Script failure) throws Exception {
        r2.put("media", "index-in-the-middle.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        var times = new AtomicInteger();
        beans.programs().on("ffprobe",
                command -> times.getAndIncrement() == 0 ? failure.run(command) : ProbeAnswers.VIDEO);
        assertThat(probe("index-in-the-middle.mp4").getException()).isNull();
        assertThat(beans.programs().runs("ffprobe")).hasSize(2);
        assertThat(input().isComplete()).isTrue();
        assertThat(probed().whole()).isTrue();
        assertThat(r2.counters().bytesSent("media", "index-in-the-middle.mp4")).as("no byte came twice").isEqualTo(LARGE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheWholeDoesNotTellFailsAndIsAskedNoMore(ScriptedPrograms.Script failure) throws Exception {
        r2.put("media", "broken.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        beans.programs().on("ffprobe", failure);
        assertThat(thrown(probe("broken.mp4"))).isInstanceOfAny(ProcessFailure.class, MediaException.class);
        assertThat(beans.programs().runs("ffprobe")).hasSize(2);

        end();
        r2.put("media", "small-and-broken.mp4", ProbeAnswers.mp4(PART), "video/mp4");
        assertThat(thrown(probe("small-and-broken.mp4"))).isInstanceOfAny(ProcessFailure.class, MediaException.class);
        assertThat(beans.programs().runs("ffprobe")).hasSize(1);
    }

    @Test
    void anInputThatIsMoreThanIsTakenIsNotFetchedAnyFurther() throws Exception {
        r2.put("media", "endless.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        beans.programs().on("ffprobe", command -> ProbeAnswers.ENDLESS);
        assertProblem(probe("endless.mp4"), ProblemKind.RESOURCE_LIMIT);
        assertThat(requests("endless.mp4")).isEqualTo(2);
    }

    @Test
    void whatIsNoMediaIsNotFetchedAnyFurtherAndNoProgramReadsIt() throws Exception {
        byte[] text = new byte[LARGE];
        Arrays.fill(text, (byte) 'a');
        r2.put("media", "text.mp4", text, "video/mp4");
        assertThat(probe("text.mp4").getException()).isInstanceOf(MediaException.class);
        assertThat(requests("text.mp4")).isEqualTo(1);
        assertThat(beans.programs().runs()).isEmpty();
    }

    @Test
    void whatTheStoreSaysNoToIsAskedForOnce() throws Exception {
        assertThat(answerOfStore(probe("not-there.mp4"))).isEqualTo(404);
        assertThat(requests("not-there.mp4")).isEqualTo(1);
    }

    @Test
    void brokenReadsAreResumedWhereTheyBrokeOff() throws Exception {
        r2.put("media", "flaky.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        var ofIt = r2.faults().on(Operation.GET_OBJECT, "media", "flaky.mp4");
        ofIt.next(1).fail(500, "InternalError");
        ofIt.next(1).slowDown();
        assertThat(probe("flaky.mp4").getException()).as("two repeats of the first part").isNull();
        end();

        ofIt.next(1).cutAfter(20_000);
        ofIt.next(1).resetAfter(30_000);
        assertThat(probe("flaky.mp4").getException()).isNull();
        // Were parts read from their beginning again, more than the ends and what was thrown away would have been sent.
        assertThat(r2.counters().bytesSent("media", "flaky.mp4")).isBetween(PART + 100L, 2L * PART);
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadFailsClearly() throws Exception {
        r2.put("media", "changing.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        r2.faults().on(Operation.GET_OBJECT, "media", "changing.mp4")
                .before(request -> {
                    if (request.header("range").map(range -> !range.startsWith("bytes=0-")).orElse(false)) {
                        r2.put("media", "changing.mp4", new byte[500_000], "video/mp4");
                    }
                });
        assertThat(answerOfStore(probe("changing.mp4"))).isEqualTo(412);
        assertThat(requests("changing.mp4")).isEqualTo(2);
        assertThat(beans.programs().runs()).isEmpty();
    }

    @Test
    void aPictureThatGoesWithTheInputIsFetchedAndProbedAndATextOnlyFetched() throws Exception {
        r2.put("media", "film.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        r2.put("media", "logo.png", png(700), "image/png");
        r2.put("media", "film.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n".getBytes(StandardCharsets.UTF_8),
                "text/plain");
        beans.programs().on("ffprobe", ProbeRouteTest::answer);
        assertThat(probe("film.mp4", "{'watermark': {'url': 's3://media/logo.png'}, 'subtitle_url': 's3://media/film.srt'}")
                .getException()).isNull();
        assertThat(requests("logo.png")).isEqualTo(1);
        assertThat(requests("film.srt")).isEqualTo(1);
        assertThat(beans.programs().runs("ffprobe")).extracting(ProbeRouteTest::about)
                .containsExactly("file:../given/input", "file:../given/watermark");
    }

    @Test
    void aPictureThatMovesIsRefusedByTheNameOfWhatItIsFor() throws Exception {
        r2.put("media", "film.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        r2.put("media", "moving.png", png(700), "image/png");
        beans.programs().on("ffprobe", command -> about(command).endsWith("watermark")
                ? ProbeAnswers.MOVING_PICTURE : ProbeAnswers.VIDEO);
        assertThat(probe("film.mp4", "{'watermark': {'url': 's3://media/moving.png'}}").getException())
                .hasRootCauseInstanceOf(MediaException.class).hasStackTraceContaining("The watermark is a moving picture");
    }

    @Test
    void aFileThatGoesWithTheInputAndIsNotThereEndsIt() throws Exception {
        r2.put("media", "film.mp4", ProbeAnswers.mp4(LARGE), "video/mp4");
        beans.programs().on("ffprobe", ProbeRouteTest::answer);
        assertThat(answerOfStore(probe("film.mp4", "{'watermark': {'url': 's3://media/no-logo.png'}}"))).isEqualTo(404);
        assertThat(beans.programs().runs("ffprobe")).as("of the input").hasSize(1);
    }

    @Test
    void aFileThatIsCutOffIsRefusedOnceItIsComplete() throws Exception {
        byte[] cut = ProbeAnswers.mp4(PART);
        System.arraycopy(new byte[] {1, 0, 0, 0, 'm', 'd', 'a', 't'}, 0, cut, 24, 8);
        r2.put("media", "cut.mp4", cut, "video/mp4");
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        assertThat(probe("cut.mp4").getException()).hasRootCauseInstanceOf(MediaException.class)
                .hasStackTraceContaining("The input is cut off: by its header it has 16777240 bytes, of which ");
        assertThat(beans.programs().runs()).hasSize(1);
    }

    @Test
    void aLengthThatIsOnlyEstimatedIsMeasured() throws Exception {
        r2.put("media", "song.mp3", "ID3 and then some sound".getBytes(StandardCharsets.UTF_8), "audio/mpeg");
        beans.programs().on("ffprobe", command -> ProbeAnswers.SOUND);
        beans.programs().on("ffmpeg", command -> "sound0,0.000000,5.500000\n");
        assertThat(probe("song.mp3").getException()).hasMessageContaining("no moving picture");
        assertThat(probed().media().duration()).hasValue(5.5);
        assertThat(beans.programs().runs("ffmpeg")).singleElement().satisfies(command -> {
            assertThat(about(command)).endsWith("given/input");
            assertThat(command.makes()).extracting(ExpectedFile::prefix).containsExactly("sound0");
        });
    }

    @Test
    void aMeasuredLengthBeyondTheLimitIsRefused() throws Exception {
        r2.put("media", "song.mp3", "ID3 and then some sound".getBytes(StandardCharsets.UTF_8), "audio/mpeg");
        beans.programs().on("ffprobe", command -> ProbeAnswers.SOUND);
        beans.programs().on("ffmpeg", command -> "sound0,0.000000,86401.000000\n");
        assertProblem(probe("song.mp3"), ProblemKind.RESOURCE_LIMIT);
    }

    /** Of which status the answer was that ended it; Camel wraps what parts throw, once for each route that splits. */
    private static int answerOfStore(Exchange failed) {
        return Stream.iterate((Throwable) failed.getException(), Objects::nonNull, Throwable::getCause)
                .filter(S3Exception.class::isInstance).map(S3Exception.class::cast).findFirst().orElseThrow().statusCode();
    }

    private static String answer(ProcessCommand command) {
        return about(command).endsWith("watermark") ? ProbeAnswers.PICTURE : ProbeAnswers.VIDEO;
    }

    /** The file that it is about. */
    private static String about(ProcessCommand command) {
        List<String> arguments = command.arguments();
        return arguments.get(arguments.indexOf("-i") + 1);
    }

    private static byte[] png(int bytes) {
        byte[] file = new byte[bytes];
        byte[] head = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        System.arraycopy(head, 0, file, 0, head.length);
        return file;
    }

    /** What was thrown, which Camel wraps when an expression calls a bean. */
    private static Throwable thrown(Exchange exchange) {
        Throwable thrown = exchange.getException();
        return thrown instanceof RuntimeBeanExpressionException ? thrown.getCause() : thrown;
    }

    private static void assertProblem(Exchange exchange, ProblemKind kind) {
        assertThat(thrown(exchange)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }
}
