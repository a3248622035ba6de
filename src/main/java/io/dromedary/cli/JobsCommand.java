package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(names = "--limit", paramLabel = "<n>", order = 4, description = "How many to list.")
    private Integer limit;

    @Option(names = "--after", paramLabel = "<id>", order = 5, description = "Go on after this job.")
    private String after;

    @Option(names = "--before", paramLabel = "<id>", order = 6, description = "Go back before this job.")
    private String before;

    JobsCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        CommandLine command = new CommandLine(this);
        new JobActions(context).all().forEach(command::addSubcommand);
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (id == null) {
            list();
        } else {
            // Otherwise a misspelt command would be looked up as a job.
            if (!id.startsWith(ID_PREFIX)) {
                throw new ParameterException(spec.commandLine(), "'" + id + "' is neither a job's id ("
                        + ID_PREFIX + "...) nor one of the commands "
                        + String.join(", ", spec.subcommands().keySet()));
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
        put(filters, "limit", limit);
        put(filters, "after", after);
        put(filters, "before", before);
        ApiClient.Answer answer = context.api().get("/jobs" + ApiClient.query(filters));
        context.list(answer.body(), "id", () -> table(answer));
    }

    private void table(ApiClient.Answer answer) {
        if (answer.body().isEmpty()) {
            context.tell("No such jobs.");
            return;
        }
        Table table = new Table("ID", "KIND", "STATUS", "DONE", "CREATED", "INPUT");
        answer.body().forEach(j -> table.row(TextFormat.plain(j.path("id")), TextFormat.plain(j.path("kind")),
                TextFormat.plain(j.path("status")), j.path("progress").asInt() + "%",
                TextFormat.time(j.path("created_at")), TextFormat.plain(j.path("input"))));
        table.print(context::print);
        answer.body().forEach(j -> JobState.of(j).waitsFor().ifPresent(why -> context.print(
                TextFormat.plain(j.path("id")) + " waits to be tried again: " + TextFormat.plain(why))));
        if (answer.hasMore() && before == null) {
            JsonNode last = answer.body().get(answer.body().size() - 1);
            context.tell("There are more: add --after " + TextFormat.plain(last.path("id")));
        }
    }

    private void show(JsonNode job) {
        switch (context.mode()) {
            case JSON_LINES -> context.print(job);
            case QUIET -> Optional.ofNullable(job.path("output").textValue()).ifPresent(context::print);
            case PEOPLE -> forPeople(job);
        }
    }

    private void forPeople(JsonNode job) {
        for (String field : new String[] {"id", "kind", "status", "progress", "input", "output", "options", "metadata",
            "priority", "attempts"}) {
            line(field, TextFormat.plain(job.path(field)));
        }
        if (job.path("error").isObject()) {
            line("error", TextFormat.plain(job.at("/error/message")) + " (" + TextFormat.plain(job.at("/error/kind")) + ")");
        }
        if (job.path("last_error").isObject()) {
            line("last error", TextFormat.plain(job.at("/last_error/message")) + " (" + TextFormat.plain(job.at("/last_error/kind")) + ")");
        }
        if (job.path("next_attempt_at").isNumber()) {
            line("tried", "again " + TextFormat.time(job.path("next_attempt_at")));
        }
        for (String field : new String[] {"created_at", "started_at", "finished_at"}) {
            line(field.replace("_at", ""), TextFormat.time(job.path(field)));
        }
        if (job.path("webhook").isObject()) {
            line("webhook", TextFormat.plain(job.at("/webhook/status")) + ", " + TextFormat.plain(job.at("/webhook/url")));
        }
        ResultFiles.beside(job).forEach((name, url) -> line(TextFormat.plain(name), TextFormat.plain(url)));
        if (!job.path("tasks").isEmpty()) {
            context.print("");
            Table table = new Table("TASK", "STATUS", "DONE", "ID");
            job.path("tasks").forEach(t -> table.row(TextFormat.plain(t.path("kind")), TextFormat.plain(t.path("status")),
                    t.path("progress").asInt() + "%", TextFormat.plain(t.path("id"))));
            table.print(context::print);
        }
    }

    private void line(String name, String value) {
        context.print("%-10s %s".formatted(name, value));
    }

    private static void put(Map<String, String> filters, String name, Object value) {
        if (value != null) {
            filters.put(name, value.toString());
        }
    }
}
