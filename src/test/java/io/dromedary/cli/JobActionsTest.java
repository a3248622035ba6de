package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs create}, {@code watch}, {@code retry}, and the filters of the list. */
class JobActionsTest {
    private static final String BODY = "{\"input\": \"https://example.com/a\", \"preset\": \"podcast\"}";
    private static final String GET = "GET /jobs/" + Jobs.ID;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createSendsTheBodyAsItStandsAndFollows() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued()).on(GET, 200, Jobs.succeeded("https://cdn.example.com/a.mp3"));

        CliRun.Result result = CliRun.against(server).run("jobs", "create", "--body", BODY, "-q");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(new ObjectMapper().readTree(server.request("POST /jobs").body()))
                .isEqualTo(new ObjectMapper().readTree(BODY));
        assertThat(result.out()).isEqualTo("https://cdn.example.com/a.mp3\n");
    }

    @Test
    void createReadsStandardInputAndNeedNotFollow() throws Exception {
        server.on("POST /jobs", 201, Jobs.queued());
        CliRun.Result result = CliRun.against(server).onTerminal().typing(BODY)
                .run("jobs", "create", "--body", "-", "--async", "--idempotency-key", "k1");
        assertThat(server.requests()).hasSize(1);
        assertThat(server.request("POST /jobs").header("Idempotency-Key")).contains("k1");
        assertThat(result.out()).contains("is queued", "`ittybit jobs watch " + Jobs.ID + "`");
    }

    @Test
    void aBodyThatIsNoJsonIsRefusedHere() {
        CliRun.Result result = CliRun.against(server).run("jobs", "create", "--body", "{\"input\"");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--body is not JSON");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void watchFollowsAJobThatGoesOnAndBringsItsResult(@TempDir Path folder) throws Exception {
        server.on(GET, 200, Jobs.running("video", 10, "1")).on(GET, 200, Jobs.succeeded(server.url() + "/cdn/v.mp4"))
                .on("GET /cdn/v.mp4", 200, "the bytes");
        CliRun.Result result = CliRun.against(server).in(folder).run("jobs", "watch", Jobs.ID, "-o", "mine.mp4");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readString(folder.resolve("mine.mp4"))).isEqualTo("the bytes");
    }

    @Test
    void watchRefusesANameThatIsNotOfTheResult(@TempDir Path folder) throws Exception {
        server.on(GET, 200, Jobs.running("video", 10, "1"));
        CliRun.Result result = CliRun.against(server).in(folder).run("jobs", "watch", Jobs.ID, "-o", "mine.gif");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(".gif is made by kind 'animation'");
        assertThat(server.requests()).as("it is not waited for").hasSize(1);
        try (ScriptedServer ended = new ScriptedServer()) {
            ended.on(GET, 200, Jobs.succeeded(ended.url() + "/cdn/v.mp4")).on("GET /cdn/v.mp4", 200, "the bytes");
            assertThat(CliRun.against(ended).in(folder).run("jobs", "watch", Jobs.ID, "-o", "mine.mov").err())
                    .contains("mine.mov is no name for its result v.mp4");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theResultIsWrittenToStandardOutputAndAllElseToStandardError() {
        server.on("POST /jobs", 201, Jobs.queued()).on(GET, 200, Jobs.succeeded(server.url() + "/cdn/v.mp4"))
                .on("GET /cdn/v.mp4", 200, "the bytes");
        CliRun.Result result = CliRun.against(server).run("video", "-i", "https://example.com/a.mov", "-o", "-");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("the bytes");
        assertThat(result.err()).contains("\"status\":\"succeeded\"");
        assertThat(CliRun.against(server).run("jobs", "watch", Jobs.ID, "-o", "-", "-q").out()).isEqualTo("the bytes");
    }

    @Test
    void severalFilesAndATerminalAreNoStandardOutput() {
        for (String[] command : new String[][] {{"adaptive", "-i", "https://example.com/a.mov", "-o", "-"},
            {"video", "-i", "https://example.com/a.mov", "--thumbnails-every", "5", "-o", "-"},
            {"image", "-i", "https://example.com/a.mov", "--interval", "5", "-o", "-"}}) {
            CliRun.Result result = CliRun.against(server).run(command);
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("several files");
        }
        CliRun.Result terminal = CliRun.against(server).onTerminal().run("video", "-i", "https://example.com/a.mov", "-o", "-");
        assertThat(terminal.code()).isEqualTo(2);
        assertThat(terminal.err()).contains("terminal");
        assertThat(server.requests()).isEmpty();
        server.on(GET, 200, Jobs.succeeded("https://cdn.example.com/master.m3u8"));
        CliRun.Result playlist = CliRun.against(server).run("jobs", "watch", Jobs.ID, "-o", "-");
        assertThat(playlist.code()).isEqualTo(1);
        assertThat(playlist.out()).isEmpty();
        assertThat(playlist.err()).contains("several files");
    }

    @Test
    void watchOfAFailedJobIs1() {
        server.on(GET, 200, Jobs.failed("encode_failed", "No."));
        assertThat(CliRun.against(server).run("jobs", "watch", Jobs.ID).code()).isEqualTo(1);
    }

    @Test
    void retryStartsAJobAgain() {
        server.on("POST /jobs/" + Jobs.ID + "/retry", 200, Jobs.queued());
        assertThat(CliRun.against(server).onTerminal().run("jobs", "retry", Jobs.ID).out())
                .contains("Job " + Jobs.ID + " is queued.", "jobs watch");
    }

    @Test
    void deleteRemovesAJob() {
        server.on("DELETE /jobs/" + Jobs.ID, 200, Jobs.succeeded("https://cdn.example.com/a.mp3"));
        assertThat(CliRun.against(server).onTerminal().run("jobs", "delete", Jobs.ID).out())
                .isEqualTo("Job " + Jobs.ID + " is deleted.\n");
        assertThat(CliRun.against(server).run("jobs", "delete", Jobs.ID, "-q").out()).isEqualTo(Jobs.ID + "\n");
    }

    @Test
    void jobsOfAnObjectAreListedWithAndWithoutTheWordList() {
        server.on("GET /jobs?key=in%2Fa%20film.mp4", 200, "[" + Jobs.queued() + "]");
        for (String[] command : new String[][] {{"jobs", "--key", "in/a film.mp4", "-q"}, {"jobs", "list", "--key", "in/a film.mp4", "-q"}}) {
            assertThat(CliRun.against(server).run(command).out()).isEqualTo(Jobs.ID + "\n");
        }
    }

    @Test
    void filtersSpeakTheCommandLinesLanguage() {
        server.on("GET /jobs?kind=adaptive_video&input=s3%3A%2F%2Fb%2Fk", 200, "[]");
        assertThat(CliRun.against(server).run("jobs", "--kind", "adaptive", "--input", "s3://b/k").code()).isZero();
    }
}
