package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: manages the API keys of the server. */
@Command(name = "keys", sortOptions = false, description = "List the keys, or create, replace and revoke the keys of the server; this takes a key of scope admin, for other projects operator.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} create --name website --scope write",
            "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} rotate website"})
final class KeysCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private PagedList page = new PagedList();

    KeysCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        return new CommandLine(this).addSubcommand(new Create()).addSubcommand(new ListThem()).addSubcommand(new Rotate())
                .addSubcommand(new Revoke());
    }

    @Override
    public Integer call() throws InterruptedException {
        return list(page);
    }

    @Command(name = "create", sortOptions = false, description = "Create a key and show it, this one time.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --name website --scope write"})
    private final class Create implements Callable<Integer> {
        @Option(names = "--name", required = true, paramLabel = "<name>", order = 1,
                description = "What you will know it by, such as website.")
        private String name;

        @Option(names = "--scope", paramLabel = "<scope>", order = 2,
                description = "What it may do: read, write (also jobs and connections), admin (also keys of its project) or"
                        + " operator (also keys of every project).")
        private String scope;

        @Option(names = "--project", paramLabel = "<project>", order = 3,
                description = "Whose jobs, tasks and connections it sees; that of your key when absent.")
        private String project;

        @Option(names = "--days", paramLabel = "<n>", order = 4,
                description = "How many days it is good; for ever when absent.")
        private Long days;

        @Option(names = "--requests-per-minute", paramLabel = "<n>", order = 5,
                description = "How many requests it may send to each node in a minute.")
        private Long requestsPerMinute;

        @Option(names = "--max-queued-jobs", paramLabel = "<n>", order = 6,
                description = "How many of its jobs may wait at a time.")
        private Long maxQueuedJobs;

        @Option(names = "--max-running-jobs", paramLabel = "<n>", order = 7,
                description = "How many of its jobs may be at work at a time.")
        private Long maxRunningJobs;

        @Option(names = "--bytes-per-day", paramLabel = "<n>", order = 8,
                description = "How many bytes the inputs of its jobs may have in a day.")
        private Long bytesPerDay;

        @Option(names = "--minutes-per-day", paramLabel = "<n>", order = 9,
                description = "How many minutes of media the inputs of its jobs may have in a day.")
        private Long minutesPerDay;

        @Option(names = "--max-priority", paramLabel = "<n>", order = 10,
                description = "The highest priority that its jobs may have, 0 to 9.")
        private Long maxPriority;

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("name", name);
            JsonInput.put(request, "scope", scope);
            JsonInput.put(request, "project", project);
            if (days != null) {
                request.put("expires_at", System.currentTimeMillis() + Duration.ofDays(days).toMillis());
            }
            JsonInput.put(request, "requests_per_minute", requestsPerMinute);
            JsonInput.put(request, "max_queued_jobs", maxQueuedJobs);
            JsonInput.put(request, "max_running_jobs", maxRunningJobs);
            JsonInput.put(request, "bytes_per_day", bytesPerDay);
            JsonInput.put(request, "minutes_per_day", minutesPerDay);
            JsonInput.put(request, "max_priority", maxPriority);
            show(context.api().post("/keys", request).body());
            return ExitCode.DONE.number();
        }
    }

    private void show(JsonNode key) {
        switch (context.mode()) {
            case JSON_LINES -> context.print(key);
            case QUIET -> context.print(TextFormat.plain(key.path("key")));
            case PEOPLE -> {
                context.print("Key " + TextFormat.plain(key.path("name")) + " (" + TextFormat.plain(key.path("scope")) + ", "
                        + TextFormat.plain(key.path("id")) + "). It is shown only this once:");
                context.print("");
                context.print("    export " + CliEnvironment.KEY + "=" + TextFormat.plain(key.path("key")));
            }
        }
    }

    @Command(name = "list", sortOptions = false, description = "List the keys; their values are not kept.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private final class ListThem implements Callable<Integer> {
        @Mixin
        private PagedList page = new PagedList();

        @Override
        public Integer call() throws InterruptedException {
            return list(page);
        }
    }

    private int list(PagedList page) throws InterruptedException {
        ApiClient.Answer answer = page.most(context.api(), "/keys");
        context.list(answer.body(), "id", () -> table(page, answer));
        return ExitCode.DONE.number();
    }

    private void table(PagedList page, ApiClient.Answer answer) {
        if (answer.body().isEmpty()) {
            context.tell("No keys but the one of the server's settings. Create one with `" + context.program()
                    + " keys create`.");
            return;
        }
        Table table = context.table("NAME", "SCOPE", "PROJECT", "CREATED", "EXPIRES", "ID").spare("CREATED", "ID", "PROJECT");
        answer.body().forEach(key -> table.row(TextFormat.plain(key.path("name")), TextFormat.plain(key.path("scope")),
                TextFormat.plain(key.path("project")), TextFormat.time(key.path("created_at")),
                key.path("expires_at").isNumber() ? TextFormat.time(key.path("expires_at")) : "never",
                TextFormat.plain(key.path("id"))));
        table.print(context::print);
        page.tellOfMore(context, answer);
    }

    @Command(name = "rotate", description = "Put a new key in the place of one and show it, this one time.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} website --grace-seconds 86400"})
    private final class Rotate implements Callable<Integer> {
        @Parameters(paramLabel = "<name>", description = "Name or id of the key.")
        private String name;

        @Option(names = "--grace-seconds", paramLabel = "<n>",
                description = "How long the old one works yet; not at all when absent.")
        private Long graceSeconds;

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            JsonInput.put(request, "grace_seconds", graceSeconds);
            ApiClient api = context.api();
            show(api.post("/keys/" + ApiClient.segment(new KeyNames(api, context.program()).id(name)) + "/rotate", request).body());
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "revoke", description = "Revoke a key: from now on the server refuses it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} website"})
    private final class Revoke implements Callable<Integer> {
        @Parameters(paramLabel = "<name>", description = "Name or id of the key.")
        private String name;

        @Override
        public Integer call() throws InterruptedException {
            ApiClient api = context.api();
            JsonNode gone = api.delete("/keys/" + ApiClient.segment(new KeyNames(api, context.program()).id(name))).body();
            context.answer(gone, "Key " + TextFormat.plain(gone.path("id")) + " is revoked.");
            return ExitCode.DONE.number();
        }
    }
}
