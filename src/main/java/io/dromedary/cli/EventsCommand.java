package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code events}: prints the changes of all jobs of the project, until it is interrupted. */
@Command(name = "events", sortOptions = false,
        description = "Print the changes of all jobs as they come, until Ctrl-C; first those of the last seconds.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --json | jq --unbuffered 'select(.status == \"failed\")'"})
final class EventsCommand implements Callable<Integer> {
    /** As long as the server tells browsers to wait. */
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(3);

    private final Context context;
    private Optional<String> lastId = Optional.empty();
    private int read;

    @Option(names = "--limit", paramLabel = "<n>", order = 1, description = "End after so many changes.")
    private Integer limit;

    EventsCommand(Context context) {
        this.context = context;
    }

    @Override
    @SuppressWarnings("try") // the watch over Ctrl-C is only there to be closed
    public Integer call() throws InterruptedException {
        Thread reading = Thread.currentThread();
        try (Interrupts.Watch ignored = context.surroundings().interrupts().onNext(reading::interrupt)) {
            follow(context.api());
            return ExitCode.DONE.number();
        } catch (InterruptedException ctrlC) {
            return ExitCode.INTERRUPTED.number();
        }
    }

    private void follow(ApiClient api) throws InterruptedException {
        boolean more = true;
        boolean reached = false;
        while (more) {
            try {
                more = api.events("/events", lastId, this::take);
                reached = true;
            } catch (Unreachable e) {
                // At first, the address may be wrong.
                if (!reached && read == 0) {
                    throw e;
                }
                context.tell(e.getMessage() + " Trying again.");
            }
            if (more) {
                context.surroundings().time().pause(BEFORE_NEXT);
            }
        }
    }

    private boolean take(EventLines.Event event) {
        lastId = event.id().or(() -> lastId);
        if (event.name().equals("missed")) {
            context.tell("Too many changes were missed while the server could not be reached: `" + context.program()
                    + " jobs` lists the jobs as they are.");
            return true;
        }
        JsonNode job = event.data();
        switch (context.mode()) {
            case JSON_LINES -> context.print(job);
            case QUIET -> context.print(TextFormat.plain(job.path("id")));
            case PEOPLE -> context.print(event.name().equals("deleted") ? TextFormat.plain(job.path("id")) + " is deleted" : "%s  %s  %s  %-10s %3d%%  %s".formatted(TextFormat.time(job.path("updated_at")),
                    TextFormat.plain(job.path("id")), TextFormat.plain(job.path("kind")), TextFormat.plain(job.path("status")),
                    job.path("progress").asInt(), TextFormat.plain(job.path("input"))));
        }
        return limit == null || ++read < limit;
    }
}
