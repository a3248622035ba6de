package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jobs}: lists jobs, or shows one; {@link JobActions} has the commands that change them. */
@Command(name = "jobs", sortOptions = false, description = "List the jobs, newest first, or show one.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} --status failed --limit 5",
            "  ${COMMAND-FULL-NAME} <job id>", "  ${COMMAND-FULL-NAME} watch <job id>",
            "  ${COMMAND-FULL-NAME} cancel <job id>"})
final class JobsCommand implements Callable<Integer> {
    private static final String ID_PREFIX = "job_";

    private final Context context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "<id>", description = "The job to show.")
    private String id;

    @Option(names = "--kind", paramLabel = "<kind>", order = 1, description = "Only jobs of this kind.")
    private String kind;

    @Option(names = "--status", paramLabel = "<status>", order = 2,
            description = "Only jobs in this state: queued, processing, succeeded, failed or cancelled.")
    private String status;

    @Option(names = "--input", paramLabel = "<url>", order = 3, description = "Only jobs of exactly this input.")
    private String input;

    @Mixin
    private PagedList page = new PagedList();

    JobsCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        CommandLine command = new CommandLine(this);
        // Not a method reference: the archive of classes would leave out the parser's class, the largest of all.
        new JobActions(context).all().forEach(action -> command.addSubcommand(action));
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (id == null) {
            list();
        } else {
            // Otherwise a misspelt command would be looked up as a job.
            if (!id.startsWith(ID_PREFIX)) {
                String meant = NearWord.of(id, spec.subcommands().keySet()).map(near -> ". Did you mean " + near + "?").orElse("");
                throw new ParameterException(spec.commandLine(), "'" + id + "' is neither a job's id ("
                        + ID_PREFIX + "...) nor one of the commands " + String.join(", ", spec.subcommands().keySet()) + meant);
            }
            show(context.api().get("/jobs/" + ApiClient.segment(id)).body());
        }
        return ExitCode.DONE.number();
    }

    private void list() throws InterruptedException {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "kind", kind == null ? null : KindCommand.wireName(kind));
        put(filters, "status", status);
        put(filters, "input", input);
        ApiClient.Answer answer = page.get(context.api(), "/jobs", filters);
        context.list(answer.body(), "id", () -> table(answer));
    }

    private void table(ApiClient.Answer answer) {
        if (answer.body().isEmpty()) {
            context.tell("No such jobs.");
            return;
        }
        Table table = context.table("ID", "KIND", "STATUS", "DONE", "CREATED", "INPUT").spare("CREATED", "DONE", "KIND");
        answer.body().forEach(j -> table.row(TextFormat.plain(j.path("id")), TextFormat.plain(j.path("kind")),
                TextFormat.plain(j.path("status")), j.path("progress").asInt() + "%",
                TextFormat.time(j.path("created_at")), TextFormat.plain(j.path("input"))));
        table.print(context::print);
        answer.body().forEach(j -> JobState.of(j).waitsFor().ifPresent(why -> context.print(
                TextFormat.plain(j.path("id")) + " waits to be tried again: " + TextFormat.plain(why))));
        page.tellOfMore(context, answer);
    }

    private void show(JsonNode job) {
        switch (context.mode()) {
            case JSON_LINES -> context.print(job);
            case QUIET -> Optional.ofNullable(job.path("output").textValue()).ifPresent(context::print);
            case PEOPLE -> forPeople(job);
        }
    }

    private void forPeople(JsonNode job) {
        var fields = new FieldLines(context);
        fields.plain(job, "id", "kind", "status", "progress", "input", "output", "options", "metadata", "priority", "attempts");
        fields.failures(job);
        fields.times(job);
        if (job.path("webhook").isObject()) {
            fields.line("webhook", TextFormat.plain(job.at("/webhook/status")) + ", " + TextFormat.plain(job.at("/webhook/url")));
        }
        ResultFiles.beside(job).forEach((name, url) -> fields.line(TextFormat.plain(name), TextFormat.plain(url)));
        if (!job.path("tasks").isEmpty()) {
            context.print("");
            Table table = context.table("TASK", "STATUS", "DONE", "ID");
            job.path("tasks").forEach(t -> table.row(TextFormat.plain(t.path("kind")), TextFormat.plain(t.path("status")),
                    t.path("progress").asInt() + "%", TextFormat.plain(t.path("id"))));
            table.print(context::print);
        }
    }

    private static void put(Map<String, String> filters, String name, Object value) {
        if (value != null) {
            filters.put(name, value.toString());
        }
    }
}
