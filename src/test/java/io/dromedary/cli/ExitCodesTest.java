package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scripts decide by the exit code, people by the message. */
class ExitCodesTest {
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Of flags that mean nothing to a command, none is ignored. */
    @Test
    void flagsWithoutAUseAreRefused() {
        for (String[] command : new String[][] {{"secrets", "rotate", "--json"}, {"secrets", "retire", "--local"}, {"login", "--local"},
            {"logout", "--local"}, {"completion", "--json"}, {"completion", "--local"}}) {
            CliRun.Result result = CliRun.against(new ScriptedServer()).run(command);
            assertThat(result.code()).as(String.join(" ", command)).isEqualTo(2);
            assertThat(result.err()).contains("has no use for " + command[command.length - 1]);
        }
        CliRun.Result out = CliRun.against(new ScriptedServer()).run("logout", "--json");
        assertThat(out.out()).isEqualTo("{\"removed\":false}\n");
    }

    /** Nobody has said where a server is, and none is at the default address. */
    @Test
    void healthWithoutAServerChecksThisMachineAndSaysSo() {
        try (ScriptedServer here = new ScriptedServer()) {
            here.on("GET /health", 200, "{\"status\": \"UP\", \"checks\": {}}");
            CliRun.Result result = CliRun.against(here).without("ITTYBIT_API_URL").without("ITTYBIT_API_KEY").local(here, () -> { }).run("health");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.err()).contains("none answers at http://localhost:8080", "--local");
            assertThat(here.requests()).hasSize(1);
            CliRun.Result named = CliRun.against(here).with("ITTYBIT_API_URL", "http://127.0.0.1:1").local(here, () -> { }).run("health");
            assertThat(named.code()).as("a server that is named is asked alone").isEqualTo(4);
            CliRun.Result known = CliRun.against(here).without("ITTYBIT_API_URL").local(here, () -> { }).run("health");
            assertThat(known.code()).as("so is one whose key is here, as after its restart").isEqualTo(4);
        }
    }

    @Test
    void aDoneJobIs0() {
        server.on("POST /jobs", 201, Jobs.succeeded("https://cdn.example.com/v.mp4"));
        assertThat(video().code()).isZero();
    }

    @Test
    void aFailedJobIs1AndItsReasonIsTold() {
        server.on("POST /jobs", 201, Jobs.failed("input_not_found", "There is no such object."));
        CliRun.Result result = video();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("There is no such object. (input_not_found)");
    }

    @Test
    void aCancelledJobIs1() {
        server.on("POST /jobs", 201, Jobs.cancelled());
        CliRun.Result result = video();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("was cancelled");
    }

    @Test
    void aBadRequestIs2AndNamesTheFlag() {
        server.on("POST /jobs", 400,
                "{\"kind\": \"invalid_input\", \"message\": \"options.width must be at least 16\", \"field\": \"options.width\"}");
        CliRun.Result result = video("--width", "3");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("ittybit video: --width must be at least 16\n");
    }

    @Test
    void theFlagStandsBeforeAMessageThatDoesNotNameTheField() {
        server.on("POST /jobs", 400,
                "{\"kind\": \"invalid_input\", \"message\": \"There is no such connection.\", \"field\": \"options.connection_id\"}");
        assertThat(video("--connection", "x").err())
                .isEqualTo("ittybit video: --connection: There is no such connection.\n");
    }

    @Test
    void anUnknownOptionIs2AndTheNearestIsSuggested() {
        CliRun.Result result = video("--widht", "3");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("There is no option --widht. Did you mean --width?", "ittybit video --help");
    }

    @Test
    void anUnknownCommandIs2AndTheNearestIsSuggested() {
        CliRun.Result result = run("vidoe");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Did you mean video?");
        for (String typed : List.of("vidoe -i s3://b/k", "--json vidoe s3://b/k --width 3", "vidoe --widht=3 -q")) {
            assertThat(run(typed.split(" ")).err()).as(typed).startsWith("ittybit: There is no command vidoe. Did you mean video?\n");
        }
        assertThat(run("frobnicate", "-i", "x").err()).contains("There is no command frobnicate. There are video, audio,");
        assertThat(run("jobs", "cancle").err()).contains("neither a job's id (job_...) nor", "Did you mean cancel?");
        assertThat(run("connections", "lsit", "--json").err()).contains("There is no command lsit. Did you mean list?");
        assertThat(run("keys", "rotaet", "x").err()).contains("There is no command rotaet. Did you mean rotate?");
        assertThat(run("tasks", "shwo").err()).contains("Did you mean show?");
    }

    @Test
    void aMissingOptionIs2() {
        assertThat(run("video").code()).isEqualTo(2);
        assertThat(run("video").err()).contains("--input");
        assertThat(run("connections", "add", "s3", "--name=a", "--endpoint=https://e", "--region=auto").err())
                .contains("--access-key-id is missing", "R2_ACCESS_KEY_ID");
        assertThat(run("jobs", "--json", "--tty").code()).isEqualTo(2);
    }

    @Test
    void noKeyIs3AndTheMessageSaysHowToGetOne() {
        CliRun.Result result = CliRun.against(server).without("ITTYBIT_API_KEY").run("jobs");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("ITTYBIT_API_KEY is not set", "`ittybit serve` prints a key on its first start");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRefusedKeyIs3() {
        server.on("GET /jobs", 401, "{\"kind\": \"token_invalid\", \"message\": \"This key is not known.\"}");
        CliRun.Result result = run("jobs");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("This key is not known.", "ittybit serve");
    }

    @Test
    void aSilentServerIs4AndTheMessageSaysHowToStartIt() {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        CliRun.Result result = CliRun.against(gone).run("jobs");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("Cannot reach the server at " + gone.url(), "`ittybit serve`", "ITTYBIT_API_URL");
        assertThat(CliRun.against(gone).run("health").code()).isEqualTo(4);
    }

    @Test
    void aServerThatCannotNowIs4() {
        server.on("GET /jobs", 503, "{\"kind\": \"unavailable\", \"message\": \"The database does not answer.\"}");
        assertThat(run("jobs").code()).isEqualTo(4);
    }

    @Test
    void somethingElseBehindTheAddressIs4() {
        server.on("GET /jobs", 200, "<html>");
        CliRun.Result result = run("jobs");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("Is ITTYBIT_API_URL right?");
    }

    @Test
    void aWrongAddressOrKeyIsToldWithoutShowingIt() {
        assertThat(CliRun.against(server).with("ITTYBIT_API_URL", "localhost:8080").run("jobs").code()).isEqualTo(2);
        CliRun.Result result = CliRun.against(server).with("ITTYBIT_API_KEY", "se\ncret").run("jobs");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).doesNotContain("cret.");
    }

    @Test
    void messagesNameCommandsInsteadOfRequests() {
        server.on("DELETE /connections/r2", 404, "{\"kind\": \"connection_not_found\", \"message\": \"There is no connection"
                + " 'r2'. GET /connections lists them; POST /connections makes one.\"}");
        assertThat(run("connections", "delete", "r2").err()).contains("There is no connection 'r2'. `ittybit connections`"
                + " lists them; `ittybit connections add s3` makes one.");
        assertThat(CommandWords.of("i", "Ask GET /jobs/job_1 now. GET /health says more. GET /tasks lists them."))
                .isEqualTo("Ask `i jobs job_1` now. `i health` says more. `i tasks` lists them.");
        assertThat(CommandWords.of("i", "Ask GET /tasks/task_1, or POST /tasks, or send it by PATCH /connections/my-r2."))
                .isEqualTo("Ask `i tasks task_1`, or `i task`, or send it by `i connections update my-r2`.");
        assertThat(CommandWords.of("i", "There is nothing. GET /openapi.yaml lists what there is.")).isEqualTo("There is nothing.");
    }

    @Test
    void conflictsAre2() {
        server.on("DELETE /connections/my-r2", 409, "{\"kind\": \"connection_in_use\", \"message\": \"A job uses it.\"}");
        assertThat(run("connections", "delete", "my-r2").code()).isEqualTo(2);
    }

    @Test
    void serveAndWorkerEndWithTheServersCode() {
        assertThat(run("serve").code()).isEqualTo(70);
        assertThat(run("serve", "--dev=18000").code()).isEqualTo(70);
        assertThat(run("serve", "--help").out()).contains("serve [--dev[=<port>]]", "--dev[=<port>]", "developer console");
        assertThat(run("worker", "--help").out()).doesNotContain("--dev");
        assertThat(run("worker").code()).isEqualTo(71);
        for (String command : List.of("serve", "worker")) {
            assertThat(run(command, "--help").out()).as("settings, and no options of jobs").startsWith("Usage: ittybit " + command + (command.equals("serve") ? " [--dev[=<port>]]\n" : "\n"))
                    .contains("dromedary.port=8080\n      Address and port of the API and the CDN folder.", "DROMEDARY_WORKER_SLOTS",
                            "dromedary.webhook.give-up-after=", "-h, --help")
                    .doesNotContain("--json", "--local", "Exit codes", "camel.main");
            for (String flag : List.of("--json", "--tty", "-q", "--debug", "--local")) {
                assertThat(run(command, flag).code()).as(flag).isEqualTo(2);
                assertThat(run(flag, command).err()).as(flag).contains("does not take --");
            }
        }
    }

    @Test
    void helpAndVersionAre0ForEveryCommand() {
        for (String command : new String[] {"", "video ", "audio ", "image ", "animation ", "adaptive ", "task ",
            "task watch ", "tasks ", "tasks show ", "tasks list ", "connections update ", "keys rotate ", "jobs ", "jobs create ", "jobs watch ", "jobs cancel ", "jobs retry ", "connections ",
            "connections add ", "connections add s3 ", "connections list ", "connections check ", "connections delete ", "keys ",
            "keys create ", "keys list ", "keys revoke ", "login ", "logout ", "health ", "serve ", "worker ",
            "completion "}) {
            CliRun.Result help = run((command + "--help").split(" "));
            assertThat(help.code()).as(command).isZero();
            assertThat(help.out()).as(command).contains("Example", "ittybit " + command.strip());
        }
        assertThat(run("--version").out()).startsWith("ittybit ");
    }

    private CliRun.Result video(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "video";
        args[1] = "-i";
        args[2] = "s3://b/k";
        System.arraycopy(more, 0, args, 3, more.length);
        return run(args);
    }

    private CliRun.Result run(String... args) {
        return CliRun.against(server).run(args);
    }
}
