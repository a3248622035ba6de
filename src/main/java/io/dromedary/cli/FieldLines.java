package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows a job or a task to people, one field on each line. */
final class FieldLines {
    private final Context context;

    FieldLines(Context context) {
        this.context = context;
    }

    /** Fields as they are in the answer. */
    void plain(JsonNode shown, String... fields) {
        for (String field : fields) {
            line(field, TextFormat.plain(shown.path(field)));
        }
    }

    /** Why it failed, or why it waits and until when. */
    void failures(JsonNode shown) {
        failure("error", shown.path("error"));
        failure("last error", shown.path("last_error"));
        if (shown.path("next_attempt_at").isNumber()) {
            line("tried", "again " + TextFormat.time(shown.path("next_attempt_at")));
        }
    }

    private void failure(String name, JsonNode failure) {
        if (failure.isObject()) {
            line(name, CommandWords.of(context.program(), TextFormat.plain(failure.path("message"))) + " ("
                    + TextFormat.plain(failure.path("kind")) + ")");
        }
    }

    /** When it was created, begun and ended. */
    void times(JsonNode shown) {
        for (String field : new String[] {"created_at", "started_at", "finished_at"}) {
            line(field.replace("_at", ""), TextFormat.time(shown.path(field)));
        }
    }

    void line(String name, String value) {
        context.print("%-10s %s".formatted(name, value));
    }
}
