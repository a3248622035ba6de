package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Prints a JSON line for every change of status, stage or percent. The last line says how it ended; with {@code --json} it
 * is the job itself.
 */
final class LinesView implements ProgressView {
    private final Context context;
    private Optional<JobState> last = Optional.empty();

    LinesView(Context context) {
        this.context = context;
    }

    @Override
    public void show(JsonNode job) {
        JobState state = JobState.of(job);
        if (state.ended()) {
            context.print(context.wantsWholeAnswers() ? job : end(state, job));
        } else if (last.filter(l -> same(l, state)).isEmpty()) {
            context.print(line(state));
        }
        last = Optional.of(state);
    }

    @Override
    public void trouble(String message) {
        context.tell(context.program() + ": " + message + " Trying again.");
    }

    @Override
    public void close() {
        // all lines are complete
    }

    /** Ignores the speed, which changes with every poll. */
    private static boolean same(JobState a, JobState b) {
        return a.status().equals(b.status()) && a.stage().equals(b.stage()) && a.progress() == b.progress()
                && a.waitsFor().equals(b.waitsFor());
    }

    /** What has changed with the end: the output, or the error. */
    private ObjectNode end(JobState state, JsonNode job) {
        ObjectNode line = line(state);
        for (String field : new String[] {"output", "error", "warnings"}) {
            JsonNode value = job.path(field);
            // A URL of the local mode does not outlive the process.
            boolean isGone = field.equals("output") && context.isLocal() && value.isTextual();
            if (!isGone && !value.isMissingNode() && !value.isNull() && !(value.isArray() && value.isEmpty())) {
                line.set(field, value);
            }
        }
        return line;
    }

    private static ObjectNode line(JobState state) {
        ObjectNode line = JsonNodeFactory.instance.objectNode()
                .put("id", state.id())
                .put("status", state.status())
                .put("stage", state.stage().orElse(null))
                .put("progress", state.progress());
        state.waitsFor().ifPresent(error -> line.put("last_error", error));
        state.speed().ifPresent(s -> line.put("speed", s));
        return line;
    }
}
