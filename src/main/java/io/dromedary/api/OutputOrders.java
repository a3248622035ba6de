package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** Reads the outputs of jobs that make several ({@code outputs}), each as the job that would make it alone. */
final class OutputOrders {

    static final String FIELD = OutputFields.SEVERAL;

    private OutputOrders() {
    }

    /**
     * Reads each output.
     *
     * @param body   keeps the contract
     * @param reader reads a job
     * @throws Problem {@code invalid_input}, naming the field of the output
     */
    static <T> List<T> read(JsonNode body, Contract contract, Function<JsonNode, T> reader) {
        var read = new ArrayList<T>();
        var targets = new HashMap<String, Integer>();
        for (JsonNode output : body.get(FIELD)) {
            int number = read.size();
            String path = FIELD + "[" + number + "].";
            String target = output.path("output").asText();
            Integer same = target.isEmpty() || target.endsWith("/") ? null : targets.putIfAbsent(target, number);
            if (same != null) {
                throw new Problem(ProblemKind.INVALID_INPUT, "'" + path + "output' is that of 'outputs[" + same + "]', too: one"
                        + " would replace the other. Give each its own name.", path + "output");
            }
            try {
                JsonNode alone = alone(body, output);
                contract.checkBody("createJob", alone);
                read.add(reader.apply(alone));
            } catch (Problem e) {
                throw e.field().filter(OutputFields::isOfEach)
                        .map(field -> new Problem(e.kind(), "In '" + FIELD + "[" + number + "]': " + e.getMessage(), path + field))
                        .orElse(e);
            }
        }
        return read;
    }

    private static JsonNode alone(JsonNode body, JsonNode output) {
        ObjectNode job = body.deepCopy();
        List.of(FIELD, "metadata", "webhook_url").forEach(job::remove);
        return job.setAll((ObjectNode) output.deepCopy());
    }
}
