package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Stays with a job until it ends, brings its result, and asks what to do on Ctrl-C. */
final class Watching {
    private final Context context;
    private final ApiClient api;

    Watching(Context context, ApiClient api) {
        this.context = context;
        this.api = api;
    }

    /**
     * Watches a job that was just created.
     *
     * @param target where the result is wanted as a local file
     * @return how the command ends
     */
    @SuppressWarnings("try") // the watch over Ctrl-C is only there to be closed
    ExitCode watch(JsonNode created, Optional<Path> target) {
        Thread watching = Thread.currentThread();
        String id = created.path("id").asText();
        try (Interrupts.Watch ignored = context.surroundings().interrupts().onNext(watching::interrupt)) {
            JsonNode job = follow(created);
            return end(job, target);
        } catch (InterruptedException ctrlC) {
            return interrupted(id);
        }
    }

    private JsonNode follow(JsonNode created) throws InterruptedException {
        try (FollowView view = FollowView.of(context)) {
            return new Follower(api, context.surroundings().time(), view).follow(created);
        } catch (Unreachable e) {
            throw new Unreachable(e.getMessage() + " The job goes on if the server does: `" + context.program()
                    + " jobs " + created.path("id").asText() + "` shows it.", e);
        }
    }

    private ExitCode end(JsonNode job, Optional<Path> target) throws InterruptedException {
        String id = job.path("id").asText();
        if (!JobState.of(job).succeeded()) {
            JsonNode error = job.path("error");
            context.tell(error.isObject()
                    ? "%s: job %s %s: %s (%s)".formatted(context.program(), id, Text.plain(job.path("status")),
                            Text.plain(error.path("message")), Text.plain(error.path("kind")))
                    : "%s: job %s was %s.".formatted(context.program(), id, Text.plain(job.path("status"))));
            return ExitCode.FAILED;
        }
        String output = job.path("output").asText("");
        if (context.mode() != OutputMode.JSON_LINES) {
            context.print(Text.plain(output));
        }
        if (target.isPresent()) {
            download(id, output, target.get());
        }
        return ExitCode.DONE;
    }

    private void download(String id, String output, Path target) throws InterruptedException {
        URI url;
        try {
            // An address without a host is one of this server.
            url = URI.create(api.base() + "/").resolve(output);
        } catch (IllegalArgumentException notAUrl) {
            url = URI.create("unknown:/");
        }
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new CliFailure(ExitCode.FAILED, "The job is done, but its result is at " + Text.plain(output)
                    + ", which only a client of that store can fetch.");
        }
        long bytes = new Download(context.downloads()).fetch(url, target, id);
        if (context.mode() == OutputMode.PEOPLE) {
            context.tell("Saved " + target + " (" + Text.bytes(bytes) + ").");
        }
    }

    private ExitCode interrupted(String id) {
        boolean ask = context.mode() == OutputMode.PEOPLE && context.surroundings().terminal().canAsk();
        String answer = ask ? context.surroundings().terminal().ask("Cancel job " + id + "? [y/N] ") : "";
        if (answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            cancel(id);
        } else {
            context.tell("The job goes on: `" + context.program() + " jobs " + id + "` shows it, `"
                    + context.program() + " jobs cancel " + id + "` stops it.");
        }
        return ExitCode.INTERRUPTED;
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
