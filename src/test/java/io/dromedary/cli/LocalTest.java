package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --local}: names of files go in, files come out, and the server goes with the command. */
class LocalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger ends = new AtomicInteger();

    @TempDir
    private Path folder;

    @BeforeEach
    void script() throws IOException {
        Files.writeString(folder.resolve("my video.mov"), "a video");
        Files.writeString(folder.resolve("logo.png"), "a picture");
        server.on("POST /jobs", 201, Jobs.succeeded(server.url() + "/cdn/j/my%20video.mp4"))
                .on("GET /cdn/j/my%20video.mp4", 200, "the bytes");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileGoesInUnderItsUrlAndTheResultLandsBesideThePersonWithoutAKey() throws Exception {
        CliRun.Result result = local("video", "-i", "my video.mov", "--watermark-url", "./logo.png");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode sent = JSON.readTree(server.request("POST /jobs").body());
        assertThat(sent.get("input").asText()).isEqualTo(folder.resolve("my video.mov").toUri().toString());
        assertThat(sent.at("/options/watermark/url").asText()).isEqualTo(folder.resolve("logo.png").toUri().toString());
        assertThat(server.request("POST /jobs").authorization()).contains("Bearer local_key");
        assertThat(folder.resolve("my video.mp4")).hasContent("the bytes");
        assertThat(result.err()).contains("Saved " + folder.resolve("my video.mp4"));
        assertThat(result.out()).as("that URL is gone with the process").doesNotContain(server.url());
        assertThat(ends).hasValue(1);
    }

    /** A server would wait until somebody installs it. */
    @Test
    void aMachineThatLacksSomethingIsToldInsteadOfWaitedFor() {
        CliRun.Result result = run().lacking("The program is not installed.").run("video", "-i", "my video.mov", "--local");

        assertThat(result.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(result.err()).contains("--local: no job can run on this machine. The program is not installed.");
        assertThat(server.requests()).isEmpty();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aTaskTakesTheLocalFileOfAFileObject() throws Exception {
        server.on("POST /tasks", 201, """
                {"id": "task_01JTEST0000000000000000001", "object": "task", "kind": "video", "status": "succeeded",
                 "progress": 100, "error": null, "output": {"url": "%s/cdn/j/my%%20video.mp4"}}""".formatted(server.url()));
        CliRun.Result result = local("task", "video", "-i", "{\"object\": \"file\", \"url\": \"file://my video.mov\"}");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(JSON.readTree(server.request("POST /tasks").body()).at("/input/url").asText())
                .isEqualTo(folder.resolve("my video.mov").toUri().toString());
        assertThat(folder.resolve("my video.mp4")).hasContent("the bytes");
        assertThat(CliRun.against(server).in(folder).run("task", "probe", "-i", "file://my video.mov").err())
                .contains("is processed here with --local");
        assertThat(local("--cloud", "video", "-i", "my video.mov").err()).contains("exclude each other");
    }

    @Test
    void aPictureAtEachIntervalLandsInAFolder() throws Exception {
        try (ScriptedServer pictures = new ScriptedServer()) {
            String one = pictures.url() + "/cdn/j/thumb-000.jpg";
            pictures.on("POST /jobs", 201, Jobs.succeeded(one).replaceFirst("\"tasks\": *\\[]",
                            "\"tasks\": [{\"output\": {\"files\": {\"thumb-000\": \"" + one + "\", \"thumb-001\": \""
                                    + one.replace("000", "001") + "\"}}}]"))
                    .on("GET /cdn/j/thumb-000.jpg", 200, "a").on("GET /cdn/j/thumb-001.jpg", 200, "b");
            CliRun.Result result = CliRun.against(pictures).in(folder).onTerminal().local(pictures, ends::incrementAndGet)
                    .run("image", "-i", "my video.mov", "--interval", "5", "-o", "thumbs/", "--local");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(folder.resolve("thumbs/thumb-000.jpg")).hasContent("a");
            assertThat(folder.resolve("thumbs/thumb-001.jpg")).hasContent("b");
            assertThat(local("image", "-i", "my video.mov", "--interval", "5", "-o", "a.jpg").err()).contains("several pictures");
        }
    }

    @Test
    void whatIsThereIsNeverReplacedUnlessItWasNamed() throws Exception {
        Files.writeString(folder.resolve("my video.mp4"), "mine");
        assertThat(local("video", "-i", "my video.mov").code()).isZero();
        assertThat(local("video", folder.resolve("my video.mov").toString()).code()).isZero();
        assertThat(files()).containsExactlyInAnyOrder("my video.mov", "my video.mp4", "my video-1.mp4", "my video-2.mp4",
                "logo.png");
        assertThat(folder.resolve("my video.mp4")).hasContent("mine");

        assertThat(local("video", "-i", "my video.mov", "-o", "my video.mp4").code()).isZero();
        assertThat(folder.resolve("my video.mp4")).hasContent("the bytes");
    }

    @Test
    void theInputIsNotReplacedEvenWhenItWasNamed() throws Exception {
        CliRun.Result result = local("video", "-i", "my video.mov", "-o", "./my video.mov");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is the input");
        assertThat(folder.resolve("my video.mov")).hasContent("a video");
    }

    @Test
    void aPipeGetsTheNamesOfTheFilesAndQuietTheNameAlone() throws Exception {
        List<String> lines = run().run("video", "-i", "my video.mov", "--local").lines();
        assertThat(JSON.readTree(lines.get(lines.size() - 1)).at("/saved/0").asText())
                .isEqualTo(folder.resolve("my video.mp4").toString());
        assertThat(run().run("--local", "-q", "video", "-i", "my video.mov", "-o", "x.mp4").out())
                .isEqualTo(folder.resolve("x.mp4") + "\n");
    }

    @Test
    void aLadderLandsInAFolderOfTheInputsName() {
        try (ScriptedServer ladder = new ScriptedServer()) {
            ladder.on("POST /jobs", 201, Jobs.succeeded(ladder.url() + "/cdn/j/master.m3u8"))
                    .on("GET /cdn/j/master.m3u8", 200, "#EXTM3U\nsegment-0.ts\n").on("GET /cdn/j/segment-0.ts", 200, "x");
            CliRun.against(ladder).in(folder).onTerminal().local(ladder, ends::incrementAndGet)
                    .run("adaptive", "-i", "my video.mov", "--local");
            assertThat(folder.resolve("my video/master.m3u8")).exists();
            assertThat(folder.resolve("my video/segment-0.ts")).exists();
        }
    }

    @Test
    void whatNeedsAServerIsRefusedBeforeOneIsStarted() {
        for (String[] wrong : new String[][] {
            {"video", "-i", "missing.mov", "there is no file"}, {"video", "-i", ".", "there is no file"},
            {"video", "-i", "s3://b/k", "knows no connections"},
            {"video", "-i", "my video.mov", "-o", "s3://b/k", "exclude each other"},
            {"video", "-i", "my video.mov", "--async", "exclude each other"},
            {"video", "-i", "my video.mov", "-o", "x.gif", ".gif is made by kind 'animation'"},
            {"video", "-i", "my video.mov", "-o", "x.webm", "--format", "mp4", "--format is mp4"},
            {"video", "-i", "my video.mov", "--watermark-url", "none.png", "--watermark-url: there is no file"},
            {"jobs", "no server that could be asked"}, {"keys", "list", "no server that could be asked"},
            {"task", "export", "-i", "my video.mov", "takes only probe"}}) {
            CliRun.Result result = local(Stream.of(wrong).limit(wrong.length - 1).toArray(String[]::new));
            assertThat(result.code()).as(wrong[0]).isEqualTo(2);
            assertThat(result.err()).contains(wrong[wrong.length - 1]);
        }
        assertThat(server.requests()).isEmpty();
        assertThat(ends).hasValue(0);
    }

    @Test
    void withoutLocalTheUrlOfAFileIsNotSentAndTheWayOutIsTold() {
        CliRun.Result result = CliRun.against(server).in(folder).run("video", "-i", "file://my video.mov");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("processed here with --local");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServerThatCannotStartIs4AndSaysWhy() {
        CliRun.Result result = CliRun.against(server).in(folder).run("video", "-i", "my video.mov", "--local");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("--local: The server did not start: the test has none.");
    }

    @Test
    void ctrlCEndsTheWorkAndTheServerWithoutAQuestion() {
        try (ScriptedServer slow = new ScriptedServer()) {
            slow.on("POST /jobs", 201, Jobs.queued()).on("GET /jobs/" + Jobs.ID, 200, Jobs.running("video", 10, "1"));
            CliRun run = CliRun.against(slow).in(folder).onTerminal().typing("y").local(slow, ends::incrementAndGet);
            run.onPause(count -> run.pressCtrlC());

            CliRun.Result result = run.run("video", "-i", "my video.mov", "--local");

            assertThat(result.code()).isEqualTo(130);
            assertThat(run.asked()).isEmpty();
            assertThat(ends).hasValue(1);
        }
    }

    private CliRun.Result local(String... args) {
        return run().onTerminal().run(Stream.concat(Stream.of(args), Stream.of("--local")).toArray(String[]::new));
    }

    private CliRun run() {
        return CliRun.against(server).without("ITTYBIT_API_KEY").in(folder).local(server, ends::incrementAndGet);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
