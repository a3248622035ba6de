package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that act on jobs: {@code jobs create}, {@code watch}, {@code cancel}, {@code retry} and {@code delete}. */
final class JobActions {
    private final Context context;

    JobActions(Context context) {
        this.context = context;
    }

    List<Callable<Integer>> all() {
        return List.of(new Create(), new Watch(), new Cancel(), new Retry(), new Delete());
    }

    @Command(name = "create", sortOptions = false,
            description = "Create a job of any kind from the JSON that POST /jobs takes, and follow it.",
            footer = {"", "Examples:",
                "  ${COMMAND-FULL-NAME} --body '{\"input\": \"https://example.com/a.mov\", \"kind\": \"video\"}'",
                "  ${COMMAND-FULL-NAME} --body - < job.json"})
    private final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--body", required = true, paramLabel = "<json>", order = 1,
                description = "The job as JSON; '-' reads it from standard input.")
        private String body;

        @Option(names = "--idempotency-key", paramLabel = "<key>", order = 2,
                description = "The same key with the same job, within a day, answers the job of the first time.")
        private String idempotencyKey;

        @Option(names = "--async", order = 3, description = "Do not wait for the job; print it and return.")
        private boolean async;

        @Override
        public Integer call() throws InterruptedException {
            String text = body.equals("-") ? context.surroundings().terminal().readAll() : body;
            ObjectNode request = JsonInput.object(spec.commandLine(), "--body", text);
            Map<String, String> headers = JobLines.idempotency(spec.commandLine(), idempotencyKey);
            ApiClient api = context.api();
            LocalFiles files = new LocalFiles(context);
            if (request.path("input").isTextual()) {
                request.put("input", files.url("'input'", request.get("input").asText()));
            }
            JoinedInputs.local(request.path("inputs"), "'inputs'", files);
            JsonNode job = new FileUploads(context, api, files).post("/jobs", request, headers);
            if (async) {
                JobLines.created(context, job);
                return ExitCode.DONE.number();
            }
            return new WatchSession(context, api, WatchedResource.JOB).watch(job, LocalTarget.none()).number();
        }
    }

    @Command(name = "watch", sortOptions = false,
            description = "Follow a job that goes on already, and print its result as if it were started here.",
            footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} <job id>", "  ${COMMAND-FULL-NAME} <job id> -o video.mp4"})
    private final class Watch implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The job to follow.")
        private String id;

        @Option(names = {"-o", "--output"}, paramLabel = "<file>", order = 1,
                description = "Download the result to this file or folder of this machine.")
        private String output;

        @Override
        public Integer call() throws InterruptedException {
            LocalTarget target = output == null ? LocalTarget.none()
                    : output.equals(LocalTarget.OUTPUT) ? LocalTarget.output(context, false)
                    : LocalTarget.of(output, context.surroundings().directory());
            target.check();
            ApiClient api = context.api();
            JsonNode job = api.get("/jobs/" + ApiClient.segment(id)).body();
            if (target.path().isPresent() && !target.isFolder()) {
                OutputName.format(job.path("kind").asText(), job.path("options"), output, "the format of the job",
                        "Name a file of that format, or a folder.");
            }
            return new WatchSession(context, api, WatchedResource.JOB).watch(job, target).number();
        }
    }

    @Command(name = "cancel", description = "Stop a job that has not ended; nothing of it is published.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <job id>"})
    private final class Cancel implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The job to stop.")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            JobLines.changed(context, context.api().post("/jobs/" + ApiClient.segment(id) + "/cancel",
                    JsonNodeFactory.instance.objectNode()).body(), "");
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "retry", description = "Start a job again that failed or was cancelled.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <job id>"})
    private final class Retry implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The job to start again.")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            JobLines.created(context, context.api().post("/jobs/" + ApiClient.segment(id) + "/retry",
                    JsonNodeFactory.instance.objectNode()).body());
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "delete", description = {"Delete a job that has ended, with its files on the CDN.",
                "What it wrote to a bucket stays there."},
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} <job id>"})
    private final class Delete implements Callable<Integer> {
        @Parameters(paramLabel = "<id>", description = "The job to delete.")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode gone = context.api().delete("/jobs/" + ApiClient.segment(id)).body();
            context.answer(gone, "Job " + TextFormat.plain(gone.path("id")) + " is deleted.");
            return ExitCode.DONE.number();
        }
    }
}
