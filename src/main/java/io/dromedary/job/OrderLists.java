package io.dromedary.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The inputs and outputs of jobs that have several, as columns hold them. */
final class OrderLists {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OrderLists() {
    }

    /** Clips as a column holds them; none for a single input. */
    static Optional<String> clips(List<InputClip> clips) {
        var list = JSON.createArrayNode();
        clips.forEach(clip -> put(list.addObject().set("sent", clip.sent()), "connection", clip.connectionId()));
        return clips.isEmpty() ? Optional.empty() : Optional.of(list.toString());
    }

    /** Clips as their sender wrote them; none for a single input. */
    static Optional<String> sent(List<InputClip> clips) {
        var list = JSON.createArrayNode();
        clips.forEach(clip -> list.add(clip.sent()));
        return clips.isEmpty() ? Optional.empty() : Optional.of(list.toString());
    }

    /** Outputs as a column holds them, with their targets expanded; none for a single output. */
    static Optional<String> outputs(List<JobOrder> outputs, Function<JobOrder, Optional<String>> target) {
        var list = JSON.createArrayNode();
        for (JobOrder order : outputs) {
            ObjectNode entry = list.addObject().put("kind", order.kind());
            entry.set("options", order.options());
            order.outputHeaders().ifPresent(headers -> entry.set("output_headers", headers));
            put(entry, "connection", order.connectionId());
            put(entry, "target", target.apply(order));
            put(entry, "output_connection", order.outputConnectionId());
        }
        return outputs.isEmpty() ? Optional.empty() : Optional.of(list.toString());
    }

    private static void put(ObjectNode entry, String field, Optional<String> value) {
        value.ifPresent(text -> entry.put(field, text));
    }

    /** Reads both into the order of their job. */
    static JobOrder read(JobOrder order, String clips, String outputs) throws SQLException {
        try {
            var inputs = new ArrayList<InputClip>();
            for (JsonNode clip : JSON.readTree(clips == null ? "[]" : clips)) {
                inputs.add(new InputClip((ObjectNode) clip.get("sent"), text(clip, "connection")));
            }
            JobOrder joined = order.joining(inputs);
            var parts = new ArrayList<JobOrder>();
            for (JsonNode output : JSON.readTree(outputs == null ? "[]" : outputs)) {
                parts.add(part(joined, output));
            }
            return parts.isEmpty() ? joined : joined.making(parts);
        } catch (JsonProcessingException e) {
            throw new SQLException("Column inputs or outputs does not hold a list", e);
        }
    }

    private static JobOrder part(JobOrder whole, JsonNode output) {
        return new JobOrder(whole.owner(), output.get("kind").asText(), Optional.empty(), whole.input(),
                text(output, "connection"), text(output, "target"), text(output, "output_connection"),
                (ObjectNode) output.get("options"), Optional.empty(), whole.priority(), Optional.empty(),
                Optional.ofNullable((ObjectNode) output.get("output_headers")), whole.inputs(), List.of());
    }

    private static Optional<String> text(JsonNode entry, String field) {
        return Optional.ofNullable(entry.get(field)).map(JsonNode::asText);
    }
}
