package io.dromedary.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/**
 * Pulls messages from Cloudflare queues and acknowledges them. What is not acknowledged comes again when its lease is
 * over.
 */
public final class Queues {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Until an answer is here to its end, however slowly it goes on coming. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A hundred messages of 128 kB in base64, which are Cloudflare's limits, and a third more. */
    private static final int MOST_BYTES = 24 << 20;
    private static final int MOST_TOKENS = 100_000;
    private static final int DEEPEST = 32;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).maxNestingDepth(DEEPEST).build()).build());

    private final Stores stores;
    private final Duration patience;
    private HttpClient client;

    public Queues(Stores stores) {
        this(stores, TIMEOUT);
    }

    Queues(Stores stores, Duration patience) {
        this.stores = stores;
        this.patience = patience;
    }

    /**
     * The batches that wait in the queue. Nothing is pulled while the watch's connection is not there: queues give a
     * message up after some deliveries.
     */
    public Pieces<Batch> batches(Watch watch) {
        stores.connection(watch);
        return new Pieces<>(() -> pull(watch.queue().orElseThrow()));
    }

    Optional<Batch> pull(EventQueue queue) {
        JsonNode result = post(queue, "pull", JSON.createObjectNode().put("batch_size", queue.batch())
                .put("visibility_timeout_ms", queue.lease().toMillis()));
        var messages = new ArrayList<Batch.Message>();
        StreamSupport.stream(result.path("messages").spliterator(), false).limit(queue.batch()).forEach(message -> messages.add(new Batch.Message(message.path("id").asText(),
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
            HttpResponse<String> answer = send(HttpRequest.newBuilder(queue.messages(what))
                    .header("Authorization", queue.token().header()).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
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

    /** The client's own time-out is for the headers alone. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client().sendAsync(request, head -> new BoundedText(MOST_BYTES));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("its answer is not here after " + patience.toSeconds() + " s", e);
        } finally {
            answer.cancel(true);
        }
    }
}
