package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints a line for each step that begins, for people who read it later, such as in the log of a build. */
final class StepsView implements ProgressView {
    private final Context context;
    private String last = "";

    StepsView(Context context) {
        this.context = context;
    }

    @Override
    public void show(JsonNode job) {
        JobState state = JobState.of(job);
        String step = state.waitsFor().map(why -> "waiting to try again: " + why).orElseGet(() -> state.stage().orElse(state.status()));
        if (!step.equals(last)) {
            context.print(TextFormat.plain(step));
        }
        last = step;
    }

    @Override
    public void trouble(String message) {
        context.tell(context.program() + ": " + message + " Trying again.");
    }

    @Override
    public void close() {
        // all lines are complete
    }
}
