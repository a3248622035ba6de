package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Tells people what the result of a job lacks of its input. */
final class WarningLines {
    private WarningLines() {
    }

    /** Tells the warnings of a job or a task, one in a line. */
    static void tell(Context context, JsonNode job) {
        for (JsonNode warning : job.path("warnings")) {
            context.tell("Warning: %s (%s)".formatted(
                    CommandWords.of(context.program(), TextFormat.plain(warning.path("message"))), TextFormat.plain(warning.path("kind"))));
        }
    }
}
