package io.dromedary.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pulls messages from Cloudflare queues and acknowledges them. What is not acknowledged comes again when its lease is
 * over.
 */
public final class Queues {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stores stores;
    private HttpClient client;

    public Queues(Stores stores) {
        this.stores = stores;
    }

    /**
     * The batches that wait in the queue. Nothing is pulled while the watch's connection is not there: queues give a
     * message up after some deliveries.
     */
    public Pieces<Batch> batches(Watch watch) {
        stores.connection(watch);
        return new Pieces<>(() -> pull(watch));
    }

    private Optional<Batch> pull(Watch watch) {
        EventQueue queue = watch.queue().orElseThrow();
        JsonNode result = post(queue, "pull", JSON.createObjectNode().put("batch_size", queue.batch())
                .put("visibility_timeout_ms", queue.lease().toMillis()));
        var messages = new ArrayList<Batch.Message>();
        result.path("messages").forEach(message -> messages.add(new Batch.Message(message.path("id").asText(),
                message.path("body").asText(), message.path("lease_id").asText())));
        return messages.isEmpty() ? Optional.empty() : Optional.of(new Batch(List.copyOf(messages)));
    }

    /** What the messages told of is stored: they need not come again. */
    public void acknowledge(Watch watch, Batch batch) {
        ObjectNode body = JSON.createObjectNode();
        var acks = body.putArray("acks");
        batch.messages().forEach(message -> acks.addObject().put("lease_id", message.lease()));
        post(watch.queue().orElseThrow(), "ack", body);
    }

    /** Made for the first queue: it reads all roots that are trusted, and most servers watch none. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        }
        return client;
    }

    private JsonNode post(EventQueue queue, String what, ObjectNode body) {
        try {
            HttpResponse<String> answer = client().send(HttpRequest.newBuilder(queue.messages(what)).timeout(TIMEOUT)
                    .header("Authorization", queue.token().header()).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode json = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
            if (!json.path("success").asBoolean()) {
                throw new QueueFailure("the queue answers " + answer.statusCode() + switch (answer.statusCode()) {
                    case 401, 403 -> " (its token needs Queues Edit)";
                    case 404 -> " (are account and queue right, and is HTTP pull on?)";
                    default -> "";
                });
            }
            return json.path("result");
        } catch (IOException e) {
            throw new QueueFailure("the queue cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueFailure("the server stops", e);
        }
    }
}
