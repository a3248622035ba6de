package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Sentences about a job that is not waited for. */
final class JobLines {
    private JobLines() {
    }

    /** A job that goes on by itself. */
    static void created(Context context, JsonNode job) {
        String id = TextFormat.plain(job.path("id"));
        changed(context, job, "Follow it with `" + context.program() + " jobs watch " + id + "`.");
    }

    /**
     * The header for an idempotency key.
     *
     * @param key null when none was given
     * @throws ParameterException when no header can hold it
     */
    static Map<String, String> idempotency(CommandLine command, String key) {
        if (key == null) {
            return Map.of();
        }
        if (!key.matches("[\\x20-\\x7e]*")) {
            throw new ParameterException(command, "--idempotency-key takes printable ASCII, which a header can hold");
        }
        return Map.of("Idempotency-Key", key);
    }

    /**
     * A job whose status has changed.
     *
     * @param more what to tell a person beside it; may be empty
     */
    static void changed(Context context, JsonNode job, String more) {
        String id = TextFormat.plain(job.path("id"));
        switch (context.mode()) {
            case JSON_LINES -> context.print(job);
            case QUIET -> context.print(id);
            case PEOPLE -> context.print(("Job " + id + " is " + TextFormat.plain(job.path("status")) + ". " + more).strip());
        }
    }
}
