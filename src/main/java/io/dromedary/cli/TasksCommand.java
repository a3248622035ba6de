package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tasks}: lists the steps of jobs and those on their own, or shows one. */
@Command(name = "tasks", sortOptions = false,
        description = "List the tasks, newest first, those of jobs among them, or show one. `task` runs one on its own.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} --limit 5", "  ${COMMAND-FULL-NAME} <task id>"})
final class TasksCommand implements Callable<Integer> {
    private static final String ID_PREFIX = "task_";

    private final Context context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "<id>", description = "The task to show.")
    private String id;

    @Mixin
    private PagedList page = new PagedList();

    TasksCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        return new CommandLine(this).addSubcommand(new Show()).addSubcommand(new ListThem()).addSubcommand(new Create());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (id == null) {
            return list(page);
        }
        if (!id.startsWith(ID_PREFIX)) {
            throw new ParameterException(spec.commandLine(), "'" + id + "' is no task's id (" + ID_PREFIX + "...)."
                    + NearWord.of(id, List.of("list", "show")).map(near -> " Did you mean " + near + "?")
                            .orElse(" `" + context.program() + " task` runs a task."));
        }
        return show(id);
    }

    @Command(name = "list", sortOptions = false, description = "List the tasks, newest first.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --limit 5"})
    private final class ListThem implements Callable<Integer> {
        @Mixin
        private PagedList page = new PagedList();

        @Override
        public Integer call() throws InterruptedException {
            return list(page);
        }
    }

    @Command(name = "show", description = "Show a task.", footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <task id>"})
    private final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The task to show.")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            return show(id);
        }
    }

    @Command(name = "create", description = "Run a task that is given as the API takes it, follow it, and print what comes of it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --body '{\"kind\": \"probe\", \"input\": \"https://example.com/video.mp4\"}'"})
    private final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec create;

        @Option(names = "--body", required = true, paramLabel = "<json>",
                description = "The request as JSON, or '-' for that on standard input.")
        private String body;

        @Override
        public Integer call() throws InterruptedException {
            String text = body.equals("-") ? context.surroundings().terminal().readAll() : body;
            ApiClient api = context.api();
            JsonNode task = api.post("/tasks", JsonInput.object(create.commandLine(), "--body", text)).body();
            return new WatchSession(context, api, WatchedResource.TASK).watch(task, LocalTarget.none()).number();
        }
    }

    private int list(PagedList page) throws InterruptedException {
        ApiClient.Answer answer = page.get(context.api(), "/tasks", Map.of());
        context.list(answer.body(), "id", () -> table(page, answer));
        return ExitCode.DONE.number();
    }

    private void table(PagedList page, ApiClient.Answer answer) {
        if (answer.body().isEmpty()) {
            context.tell("No such tasks.");
            return;
        }
        Table table = context.table("ID", "KIND", "STATUS", "DONE", "CREATED", "INPUT").spare("CREATED", "DONE", "INPUT");
        answer.body().forEach(task -> table.row(TextFormat.plain(task.path("id")), TextFormat.plain(task.path("kind")),
                TextFormat.plain(task.path("status")), task.path("progress").asInt() + "%",
                TextFormat.time(task.path("created_at")), TextFormat.plain(task.at("/input/url"))));
        table.print(context::print);
        page.tellOfMore(context, answer);
    }

    private int show(String id) throws InterruptedException {
        JsonNode task = context.api().get("/tasks/" + ApiClient.segment(id)).body();
        switch (context.mode()) {
            case JSON_LINES -> context.print(task);
            case QUIET -> Optional.ofNullable(task.at("/output/url").textValue()).ifPresent(context::print);
            case PEOPLE -> forPeople(task);
        }
        return ExitCode.DONE.number();
    }

    private void forPeople(JsonNode task) {
        var fields = new FieldLines(context);
        fields.plain(task, "id", "kind", "status", "progress", "input", "output", "options", "node");
        fields.failures(task);
        fields.warnings(task);
        fields.times(task);
    }
}
