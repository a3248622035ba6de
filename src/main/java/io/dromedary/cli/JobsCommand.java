package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private JobFilters filters = new JobFilters();

    @Mixin
    private PagedList page = new PagedList();

    JobsCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        CommandLine command = new CommandLine(this).addSubcommand(new ListThem());
        // Not a method reference: the archive of classes would leave out the parser's class, the largest of all.
        new JobActions(context).all().forEach(action -> command.addSubcommand(action));
        return command;
    }

    @Command(name = "list", sortOptions = false, description = "List the jobs, newest first.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --key uploads/video.mov"})
    private final class ListThem implements Callable<Integer> {
        @Mixin
        private JobFilters filters = new JobFilters();

        @Mixin
        private PagedList page = new PagedList();

        @Override
        public Integer call() throws InterruptedException {
            return list(filters, page);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (id == null) {
            list(filters, page);
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

    private int list(JobFilters filters, PagedList page) throws InterruptedException {
        ApiClient.Answer answer = page.get(context.api(), "/jobs", filters.parameters());
        context.list(answer.body(), "id", () -> table(page, answer));
        return ExitCode.DONE.number();
    }

    private void table(PagedList page, ApiClient.Answer answer) {
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
        fields.warnings(job);
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
}
