package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Prints jobs that the command does not wait for. */
final class JobLines {
    private JobLines() {
    }

    /** Prints a new job that runs without the command. */
    static void created(Context context, JsonNode job) {
        String id = TextFormat.plain(job.path("id"));
        changed(context, job, "Follow it with `" + context.program() + " jobs watch " + id + "`.");
    }

    /**
     * The header for an idempotency key.
     *
     * @param key null if none was given
     * @throws ParameterException if it is not valid in a header
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
     * Prints a job whose status has changed.
     *
     * @param more additional text for people; may be empty
     */
    static void changed(Context context, JsonNode job, String more) {
        String id = TextFormat.plain(job.path("id"));
        context.answer(job, ("Job " + id + " is " + TextFormat.plain(job.path("status")) + ". " + more).strip());
    }
}
