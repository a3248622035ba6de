package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;

/** The fields of jobs that make several outputs. */
final class OutputFields {

    static final String SEVERAL = "outputs";

    /** What each output says of itself, so that the job does not. */
    private static final List<String> OF_EACH = List.of("kind", "preset", "options", "output", "output_connection_id");

    private OutputFields() {
    }

    /** Is a field, or a part of it, such as {@code options.width}, one of each output? */
    static boolean isOfEach(String field) {
        return OF_EACH.contains(field.replaceFirst("[.\\[].*", ""));
    }

    /**
     * Refuses what says of a job with several outputs what each of them says.
     *
     * @param body keeps no contract yet
     * @throws Problem {@code invalid_input}
     */
    static void check(JsonNode body) {
        OF_EACH.stream().filter(field -> body.has(SEVERAL) && body.has(field)).findFirst().ifPresent(field -> {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is that of a single output, and this job makes several:"
                    + " send it in each of 'outputs'. Connections are named by 'connection_id' beside 'outputs', or in the"
                    + " options of one.", field);
        });
    }
}
