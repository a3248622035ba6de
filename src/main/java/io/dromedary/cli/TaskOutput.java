package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints the output of a task. */
final class TaskOutput {
    private final Context context;

    TaskOutput(Context context) {
        this.context = context;
    }

    void print(JsonNode output) {
        switch (context.mode()) {
            // The last line is already the task itself.
            case JSON_LINES -> { }
            case QUIET -> context.print(output.path("url").isTextual() ? TextFormat.plain(output.path("url")) : output.toString());
            // Jackson writes control characters as escapes.
            case PEOPLE -> context.print(output.toPrettyString());
        }
    }
}
