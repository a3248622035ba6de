package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the job's creation to its end, through hiccups and Ctrl-C. */
class FollowTest {
    private static final String GET = "GET /jobs/" + Jobs.ID;
    private static final String CANCEL = "POST /jobs/" + Jobs.ID + "/cancel";
    private static final String URL = "https://cdn.example.com/v.mp4";

    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void create() {
        server.on("POST /jobs", 201, Jobs.queued());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPipeGetsALineForEachChangeAndTheJobAtTheEndIfItAsks() throws Exception {
        server.on(GET, 200, Jobs.queued())
                .on(GET, 200, Jobs.running("import", 5, "48200000"))
                .on(GET, 200, Jobs.running("video", 5, "1.5"))
                .on(GET, 200, Jobs.running("video", 5, "1.7"))
                .on(GET, 200, Jobs.running("video", 60, "2.31"))
                .on(GET, 200, Jobs.running("export", 95, "null"))
                .on(GET, 200, Jobs.succeeded(URL));

        CliRun.Result result = CliRun.against(server).run("video", "-i", "s3://b/k", "--json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(6);
        assertThat(result.lines().subList(0, 5)).containsExactly(
                "{\"id\":\"%s\",\"status\":\"queued\",\"stage\":null,\"progress\":0}".formatted(Jobs.ID),
                "{\"id\":\"%s\",\"status\":\"processing\",\"stage\":\"import\",\"progress\":5,\"speed\":4.82E7}".formatted(Jobs.ID),
                "{\"id\":\"%s\",\"status\":\"processing\",\"stage\":\"encode\",\"progress\":5,\"speed\":1.5}".formatted(Jobs.ID),
                "{\"id\":\"%s\",\"status\":\"processing\",\"stage\":\"encode\",\"progress\":60,\"speed\":2.31}".formatted(Jobs.ID),
                "{\"id\":\"%s\",\"status\":\"processing\",\"stage\":\"export\",\"progress\":95}".formatted(Jobs.ID));
        assertThat(json(result.lines().get(5))).isEqualTo(json(Jobs.succeeded(URL)));
    }

    @Test
    void aPipeThatDoesNotAskGetsWhatHasChangedAlone() {
        server.on(GET, 200, Jobs.running("video", 60, "2.31")).on(GET, 200, Jobs.succeeded(URL));
        assertThat(follow(CliRun.against(server)).lines().get(2)).isEqualTo(
                "{\"id\":\"%s\",\"status\":\"succeeded\",\"stage\":null,\"progress\":100,\"output\":\"%s\"}".formatted(Jobs.ID, URL));
        try (ScriptedServer failing = new ScriptedServer()) {
            failing.on("POST /jobs", 201, Jobs.failed("input_corrupt", "It ends."));
            assertThat(follow(CliRun.against(failing)).out()).isEqualTo(("{\"id\":\"%s\",\"status\":\"failed\",\"stage\":null,"
                    + "\"progress\":40,\"error\":{\"kind\":\"input_corrupt\",\"message\":\"It ends.\"}}\n").formatted(Jobs.ID));
        }
    }

    @Test
    void peopleWhoReadLaterGetTheStepsAndTheUrl() {
        server.on(GET, 200, Jobs.running("import", 5, "48200000")).on(GET, 200, Jobs.running("video", 30, "1"))
                .on(GET, 200, Jobs.running("video", 60, "2.31")).on(GET, 200, Jobs.succeeded(URL));
        assertThat(CliRun.against(server).run("video", "s3://b/k", "--tty").out())
                .isEqualTo("queued\nimport\nencode\nsucceeded\n" + URL + "\n");
    }

    @Test
    void aTerminalGetsABarAndTheUrl() {
        server.on(GET, 200, Jobs.running("import", 5, "48200000"))
                .on(GET, 200, Jobs.running("video", 60, "2.31"))
                .on(GET, 200, Jobs.succeeded(URL));

        CliRun.Result result = follow(CliRun.against(server).onTerminal());

        assertThat(result.code()).as(result.err()).isZero();
        List<String> frames = List.of(result.out().split("\r"));
        assertThat(frames).anySatisfy(f -> assertThat(f).startsWith("import     [##--").contains("   5%  48.2 MB/s"));
        assertThat(frames).anySatisfy(f -> assertThat(f).startsWith("encode     [####").contains("  60%      2.31x"));
        assertThat(frames).allSatisfy(f -> assertThat(f.lines().findFirst().orElse("").replace("\u001b[K", "").length())
                .isLessThan(80));
        assertThat(frames.get(frames.size() - 1)).startsWith("succeeded").contains("100%").endsWith("\n" + URL + "\n");
    }

    @Test
    void aJobThatWaitsSaysWhatFor() {
        server.on(GET, 200, Jobs.waiting("The host x is not known.")).on(GET, 200, Jobs.succeeded(URL));
        assertThat(follow(CliRun.against(server).onTerminal()).out()).contains("waiting to try again: The host x is not known.");
    }

    @Test
    void aTaskThatWaitsSaysWhatFor() {
        String task = "{\"id\": \"task_1\", \"object\": \"task\", \"kind\": \"probe\", \"progress\": 0, \"status\": \"%s\", \"output\": {}%s}";
        server.on("POST /tasks", 201, task.formatted("waiting", ", \"last_error\": {\"message\": \"The host x is not known.\"}"))
                .on("GET /tasks/task_1", 200, task.formatted("succeeded", ""));
        assertThat(CliRun.against(server).onTerminal().run("task", "probe", "s3://b/k").out())
                .contains("waiting to try again: The host x is not known.");
    }

    @Test
    void aPipeGetsWhatAJobWaitsForAndSoDoesWhoAsksForIt() {
        server.on(GET, 200, Jobs.waiting("The host x is not known.")).on(GET, 200, Jobs.succeeded(URL))
                .on(GET, 200, Jobs.waiting("The host x is not known."));
        assertThat(follow(CliRun.against(server)).lines().get(1)).contains("\"last_error\":\"The host x is not known.\"");
        assertThat(CliRun.against(server).onTerminal().run("jobs", Jobs.ID).out())
                .contains("last error The host x is not known. (input_unreachable)");
    }

    @Test
    void pollsStartFastAndGrowToASecond() {
        List<Long> pauses = new java.util.ArrayList<>();
        for (int i = 0; i < 12; i++) {
            server.on(GET, 200, Jobs.queued());
        }
        server.on(GET, 200, Jobs.succeeded(URL));
        CliRun run = CliRun.against(server);
        run.onPause(count -> pauses.add(run.passed().toMillis()));

        follow(run);

        assertThat(pauses.get(0)).isEqualTo(100);
        assertThat(pauses.get(1) - pauses.get(0)).isEqualTo(150);
        assertThat(pauses.get(11) - pauses.get(10)).isEqualTo(1000);
    }

    @Test
    void aHiccupDoesNotLoseTheJob() {
        server.on(GET, 0, "")
                .on(GET, 503, "{\"kind\": \"unavailable\", \"message\": \"Restarting.\"}")
                .on(GET, 502, "<html>bad gateway</html>")
                .on(GET, 200, Jobs.succeeded(URL));

        CliRun.Result result = follow(CliRun.against(server));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).containsOnlyOnce("Trying again");
    }

    @Test
    void aServerThatStaysSilentIsGivenUpWithAWayBackToTheJob() {
        server.on(GET, 0, "");
        CliRun run = CliRun.against(server);

        CliRun.Result result = follow(run);

        assertThat(result.code()).isEqualTo(4);
        assertThat(run.passed().toSeconds()).isBetween(300L, 310L);
        assertThat(result.err()).contains("ittybit jobs watch " + Jobs.ID);
    }

    @Test
    void aKeyThatIsRevokedMeanwhileEndsIt() {
        server.on(GET, 401, "{\"kind\": \"token_invalid\", \"message\": \"Revoked.\"}");
        assertThat(follow(CliRun.against(server)).code()).isEqualTo(3);
    }

    @Test
    void ctrlCInAPipeLeavesTheJobAndSaysSo() {
        server.on(GET, 200, Jobs.running("video", 10, "1"));
        CliRun run = CliRun.against(server);
        run.onPause(count -> {
            if (count == 3) {
                run.pressCtrlC();
            }
        });

        CliRun.Result result = follow(run);

        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("The job goes on", "ittybit jobs cancel " + Jobs.ID);
        assertThat(server.requests()).noneMatch(r -> r.toString().equals(CANCEL));
    }

    @Test
    void ctrlCOnATerminalAsksAndCancels() {
        server.on(GET, 200, Jobs.running("video", 10, "1")).on(CANCEL, 200, Jobs.cancelled());
        CliRun run = CliRun.against(server).onTerminal().typing("y");
        run.onPause(count -> run.pressCtrlC());

        CliRun.Result result = follow(run);

        assertThat(result.code()).isEqualTo(130);
        assertThat(run.asked()).contains("Cancel job " + Jobs.ID + "? [y/N]");
        assertThat(server.request(CANCEL)).isNotNull();
        assertThat(result.err()).contains("is cancelled");
    }

    @Test
    void ctrlCOnATerminalWithoutAYesLeavesTheJob() {
        server.on(GET, 200, Jobs.running("video", 10, "1"));
        CliRun run = CliRun.against(server).onTerminal().typing("");
        run.onPause(count -> run.pressCtrlC());

        assertThat(follow(run).code()).isEqualTo(130);
        assertThat(server.requests()).noneMatch(r -> r.toString().equals(CANCEL));
    }

    private static CliRun.Result follow(CliRun run) {
        return run.run("video", "-i", "s3://b/k");
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
