package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Watches a job or a task until it ends, downloads its result, and asks what to do on Ctrl-C. */
final class WatchSession {
    private final Context context;
    private final ApiClient api;
    private final WatchedResource what;

    WatchSession(Context context, ApiClient api, WatchedResource what) {
        this.context = context;
        this.api = api;
        this.what = what;
    }

    /**
     * Watches a new or running resource.
     *
     * @param target where to download the result
     * @return the exit code of the command
     */
    @SuppressWarnings("try") // the watch over Ctrl-C is only there to be closed
    ExitCode watch(JsonNode created, LocalTarget target) {
        Thread watching = Thread.currentThread();
        String id = created.path("id").asText();
        try (Interrupts.Watch ignored = context.surroundings().interrupts().onNext(watching::interrupt)) {
            JsonNode ended = follow(created);
            return end(ended, target);
        } catch (InterruptedException ctrlC) {
            return interrupted(id);
        }
    }

    private JsonNode follow(JsonNode created) throws InterruptedException {
        try (ProgressView view = ProgressViews.of(context)) {
            return new StatusPoller(api, context.surroundings().time(), view).follow(what, created);
        } catch (Unreachable e) {
            throw new Unreachable(e.getMessage() + " " + goesOn(created.path("id").asText(), "goes on if the server does"),
                    e);
        }
    }

    private ExitCode end(JsonNode ended, LocalTarget target) throws InterruptedException {
        String id = ended.path("id").asText();
        if (!JobState.of(ended).succeeded()) {
            JsonNode error = ended.path("error");
            context.tell(error.isObject()
                    ? "%s: %s %s: %s (%s)".formatted(context.program(), id, TextFormat.plain(ended.path("status")),
                            CommandWords.of(context.program(), TextFormat.plain(error.path("message"))), TextFormat.plain(error.path("kind")))
                    : "%s: %s was %s.".formatted(context.program(), id, TextFormat.plain(ended.path("status"))));
            return ExitCode.FAILED;
        }
        if (context.mode() == OutputMode.PEOPLE) {
            WarningLines.tell(context, ended);
        }
        switch (what) {
            case TASK -> printOutput(ended.path("output"));
            case JOB -> print(ended);
        }
        JsonNode job = what == WatchedResource.TASK ? jobOf(ended) : ended;
        if (target.isOutput()) {
            new ResultFiles(context, api.base()).write(job);
        } else if (target.path().isPresent()) {
            new ResultFiles(context, api.base()).save(job, target);
        }
        return ExitCode.DONE;
    }

    /** A task as the job whose only task it is. */
    private static JsonNode jobOf(JsonNode task) {
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("id", task.path("id").asText())
                .put("output", task.at("/output/url").asText());
        job.putArray("tasks").add(task);
        return job;
    }

    private void printOutput(JsonNode output) {
        switch (context.mode()) {
            // It is in the last line already.
            case JSON_LINES -> { }
            case QUIET -> context.print(output.path("url").isTextual() ? TextFormat.plain(output.path("url")) : output.toString());
            // Jackson writes control characters as escapes.
            case PEOPLE -> context.print(output.toPrettyString());
        }
    }

    private void print(JsonNode job) {
        // In a pipe, it is in the last line already; a URL of the local mode would not outlive the process.
        if (context.mode() == OutputMode.JSON_LINES || context.isLocal()) {
            return;
        }
        context.print(TextFormat.plain(job.path("output").asText("")));
        if (context.mode() == OutputMode.PEOPLE) {
            ResultFiles.beside(job).forEach((name, url) -> context.print(TextFormat.plain(name) + ": " + TextFormat.plain(url)));
        }
    }

    private ExitCode interrupted(String id) {
        if (context.isLocal()) {
            context.tell("The work is stopped; nothing of it is kept.");
            return ExitCode.INTERRUPTED;
        }
        boolean ask = what == WatchedResource.JOB && context.mode() == OutputMode.PEOPLE
                && context.surroundings().terminal().canAsk();
        String answer = ask ? context.surroundings().terminal().ask("Cancel job " + id + "? [y/N] ") : "";
        if (answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            cancel(id);
        } else {
            context.tell(goesOn(id, "goes on"));
        }
        return ExitCode.INTERRUPTED;
    }

    private String goesOn(String id, String how) {
        String program = context.program();
        return switch (what) {
            case JOB -> "The job %s: `%s jobs watch %s` follows it, `%s jobs cancel %s` stops it."
                    .formatted(how, program, id, program, id);
            case TASK -> "The task %s: `%s task watch %s` follows it.".formatted(how, program, id);
        };
    }

    private void cancel(String id) {
        try {
            api.post("/jobs/" + ApiClient.segment(id) + "/cancel",
                    JsonNodeFactory.instance.objectNode());
            context.tell("Job " + id + " is cancelled.");
        } catch (CliFailure e) {
            context.tell("Job " + id + " could not be cancelled: " + e.getMessage());
        } catch (InterruptedException twice) {
            Thread.currentThread().interrupt();
        }
    }
}
