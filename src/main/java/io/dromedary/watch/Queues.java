package io.dromedary.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Makes the requests that pull messages from Cloudflare queues and acknowledge them, and reads the answers. Messages
 * that are not acknowledged are delivered again when their lease is over.
 */
public final class Queues {

    private static final int MAX_TOKENS = 100_000;
    private static final int MAX_DEPTH = 32;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).maxNestingDepth(MAX_DEPTH).build()).build());

    private final WatchConnections stores;

    public Queues(WatchConnections stores) {
        this.stores = stores;
    }

    /** A POST to a queue. It does not print the token. */
    public record Request(URI url, EventQueue.Token token, byte[] body) {

        /** The value of the header {@code Authorization}. */
        public String authorization() {
            return token.header();
        }
    }

    /**
     * Requests the next batch. It fails while the watch's connection is missing, since queues drop a message after some
     * deliveries.
     *
     * @throws io.dromedary.problem.Problem if the connection is missing
     */
    public Request pull(Watch watch) {
        stores.connection(watch);
        EventQueue queue = queue(watch);
        return request(queue, "pull", JSON.createObjectNode().put("batch_size", queue.batch())
                .put("visibility_timeout_ms", queue.lease().toMillis()));
    }

    /** Acknowledges a batch whose objects have jobs, so that it is not delivered again. */
    public Request acknowledge(Watch watch, Batch batch) {
        ObjectNode body = JSON.createObjectNode();
        var acks = body.putArray("acks");
        batch.messages().forEach(message -> acks.addObject().put("lease_id", message.lease()));
        return request(queue(watch), "ack", body);
    }

    /**
     * Reads an answer.
     *
     * @param body null if there is none
     * @throws QueueFailure if the request has failed
     */
    public JsonNode result(int status, byte[] body) {
        JsonNode json = status == 200 ? json(body) : JSON.missingNode();
        if (!json.path("success").asBoolean()) {
            throw new QueueFailure("the queue answers " + status + switch (status) {
                case 401, 403 -> " (its token needs Queues Edit)";
                case 404 -> " (are account and queue right, and is HTTP pull on?)";
                default -> "";
            });
        }
        return json.path("result");
    }

    /** Reads the pulled messages, no more than were requested. */
    public Batch batch(Watch watch, JsonNode result) {
        return new Batch(StreamSupport.stream(result.path("messages").spliterator(), false).limit(queue(watch).batch())
                .map(message -> new Batch.Message(message.path("id").asText(), message.path("body").asText(),
                        message.path("lease_id").asText())).toList());
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(Optional.ofNullable(body).orElse(new byte[0]));
        } catch (IOException e) {
            throw new QueueFailure("the queue cannot be reached: " + e, e);
        }
    }

    private static EventQueue queue(Watch watch) {
        return watch.queue().orElseThrow();
    }

    private static Request request(EventQueue queue, String what, ObjectNode body) {
        return new Request(queue.messages(what), queue.token(), body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
