package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints what a task found out or made. */
final class TaskOutput {
    private final Context context;

    TaskOutput(Context context) {
        this.context = context;
    }

    void print(JsonNode output) {
        switch (context.mode()) {
            // The task itself is the last line already.
            case JSON_LINES -> { }
            case QUIET -> context.print(output.path("url").isTextual() ? TextFormat.plain(output.path("url")) : output.toString());
            // Jackson writes control characters as escapes.
            case PEOPLE -> context.print(output.toPrettyString());
        }
    }
}
