package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.api.Requests;
import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.job.Job;
import io.dromedary.r2.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The route {@code dry-run}: what a job would run is answered, or how it would fail, and nothing of it stays. */
class DryRunRouteTest {

    private static final Map<String, Object> DRY = Map.of("dry_run", "true");

    @TempDir
    Path folder;

    private RoutesHere routes;
    private WorkBeans beans;
    private ApiBeans api;

    @BeforeEach
    void start() throws Exception {
        Files.write(folder.resolve("in.mp4"), ProbeAnswers.mp4(1000));
        Files.writeString(folder.resolve("text.mp4"), "no media at all");
        routes = new RoutesHere("jobs", "pipeline", "transfer");
        beans = new WorkBeans(folder).bind(routes);
        api = new ApiBeans(routes, beans, folder, 0);
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        routes.start("createJob", "admit", "dry-run", "dry-probe", "probe", "probe-input", "fetch-beside", "ffprobe", "run-program", "fetch-ends", "fetch-rest", "fetch", "fetch-once",
                "job", "work");
    }

    @AfterEach
    void stop() {
        assertThat(beans.workFolders()).isEmpty();
        assertThat(beans.jobs().unfinished()).isZero();
        routes.close();
        beans.close();
    }

    private String input(String name) {
        return "file://" + folder.resolve(name);
    }

    private Exchange dryRun(String name, String options) {
        return api.createJob("{'kind': 'video', 'input': '%s', 'options': %s}".formatted(input(name), options), DRY);
    }

    private static JsonNode shown(Exchange answered) {
        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isIn(200, "200");
        return Requests.answer(answered);
    }

    private static String refusal(Exchange answered) {
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE) + " "
                + Requests.answer(answered).get("kind").asText();
    }

    @Test
    void whatAJobWouldRunIsShownAndNothingButTheProbeRuns() {
        JsonNode job = shown(dryRun("in.mp4", "{'width': 64}"));
        assertThat(job.get("error").isNull()).as("%s", job).isTrue();
        assertThat(job.at("/tasks/0/commands/0/0").asText()).isEqualTo("ffprobe");
        assertThat(job.at("/tasks/0/output/width").asInt()).isEqualTo(320);
        assertThat(job.at("/tasks/2/commands/0/0").asText()).isEqualTo("ffmpeg");
        assertThat(beans.programs().runs()).hasSize(1);
    }

    static Stream<Arguments> failures() {
        ScriptedPrograms.Script well = command -> ProbeAnswers.VIDEO;
        return Stream.of(
                Arguments.of("in.mp4", "{'start': 50}", Named.of("options that do not go with the input", well)),
                Arguments.of("text.mp4", "{}", Named.of("no media", well)),
                Arguments.of("not-there.mp4", "{}", Named.of("no input", well)),
                Arguments.of("in.mp4", "{}", Named.of("more than is taken", (ScriptedPrograms.Script)
                        command -> ProbeAnswers.ENDLESS)),
                Arguments.of("in.mp4", "{}", Named.of("ffprobe fails", (ScriptedPrograms.Script) command -> {
                    throw ScriptedPrograms.failure(Reason.FAILED, "moov atom not found");
                })),
                Arguments.of("in.mp4", "{}", Named.of("ffprobe takes too long", (ScriptedPrograms.Script) command -> {
                    throw ScriptedPrograms.failure(Reason.TIMED_OUT, "");
                })),
                Arguments.of("in.mp4", "{}", Named.of("what nobody foresaw", (ScriptedPrograms.Script) command -> {
                    throw new IllegalStateException("a secret of this machine");
                })));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatWouldFailIsToldInTheWordsOfAJob(String input, String options, ScriptedPrograms.Script ffprobe)
            throws IOException {
        beans.programs().on("ffprobe", ffprobe);
        JsonNode dry = shown(dryRun(input, options));
        Job job = beans.job("video", input(input), (ObjectNode) new ObjectMapper().readTree(options.replace('\'', '"')));
        beans.deliver(routes, job.id());
        var error = beans.jobs().get(job.id()).state().error().orElseThrow();
        assertThat(dry.at("/error/kind").asText()).isEqualTo(error.kind().wireName());
        assertThat(dry.at("/error/message").asText()).isEqualTo(error.message()).doesNotContain("secret");
        assertThat(dry.get("status").asText()).isEqualTo("failed");
        beans.programs().on("ffprobe", command -> ProbeAnswers.VIDEO);
        assertThat(shown(dryRun("in.mp4", "{}")).get("error").isNull()).as("its slot was given back").isTrue();
    }

    @Test
    void onlyAsManyAsThereAreSlotsAreAtWorkAtATime() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        beans.programs().on("ffprobe", command -> {
            arrived.countDown();
            try {
                assertThat(release.await(120, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ProbeAnswers.VIDEO;
        });
        var first = CompletableFuture.supplyAsync(() -> dryRun("in.mp4", "{}"));
        assertThat(arrived.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(refusal(dryRun("in.mp4", "{}"))).isEqualTo("429 too_many_requests");
        release.countDown();
        shown(first.get(120, TimeUnit.SECONDS));
        shown(dryRun("in.mp4", "{}"));
    }

    @Test
    void aServerThatStopsBlamesNotTheInputAndKeepsNothing() {
        beans.programs().on("ffprobe", command -> {
            beans.running().shutDown();
            throw new CancellationException("stopped");
        });
        assertThat(refusal(dryRun("in.mp4", "{}"))).isEqualTo("503 unavailable");
        assertThat(beans.running().shutDown()).as("none is at work any more").isDone();
        assertThat(refusal(dryRun("in.mp4", "{}"))).as("not for want of a slot").isEqualTo("503 unavailable");
    }

    @Test
    void whoseQuotaIsUsedUpIsRefusedAndNothingIsFetched() {
        var caller = new Caller("key_2", "default", Scope.WRITE,
                new Limits(Optional.empty(), Optional.of(0L), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()));
        Exchange refused = api.createJob(caller,
                "{'kind': 'video', 'input': '%s'}".formatted(input("in.mp4")), DRY);
        assertThat(refusal(refused)).isEqualTo("429 too_many_requests");
        assertThat(beans.programs().runs()).isEmpty();
    }

    @Test
    void aNameThatIsNotOfTheResultIsRefusedBeforeAnythingIsFetched() {
        Exchange refused = api.createJob(
                "{'kind': 'video', 'input': '%s', 'output': 's3://media/x.gif'}".formatted(input("in.mp4")), DRY);
        assertThat(refusal(refused)).isEqualTo("400 invalid_input");
        assertThat(Requests.answer(refused).get("message").asText()).contains("made by kind 'animation'");
        assertThat(beans.programs().runs()).isEmpty();
    }

    @Test
    void theNameOfTheOutputChoosesTheFormatOfTheCommands() {
        beans.connection(URI.create("https://store.invalid"), new Credentials("id", "secret"));
        JsonNode job = shown(api.createJob(
                "{'kind': 'video', 'input': '%s', 'output': 's3://media/x.webm'}".formatted(input("in.mp4")), DRY));
        assertThat(job.at("/tasks/2/commands/0").toString()).contains("\"libvpx-vp9\"", "\"webm\"");
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        Exchange refused = api.createJob("{'kind': 'video', 'input': 'http://10.0.0.1/in.mp4'}", DRY);
        assertThat(refusal(refused)).isEqualTo("400 invalid_input");
        assertThat(Requests.answer(refused).get("field").asText()).isEqualTo("input");
    }
}
