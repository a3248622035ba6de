package io.dromedary.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A double of one queue of Amazon SQS, as its client speaks to it (AWS JSON 1.0): the service itself is at Amazon alone. A
 * message that was received is hidden for a second, and comes again unless it was deleted. Requests must be signed for
 * {@code sqs} with the key that this is told; the signature itself is not computed again.
 */
public final class SqsDouble implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HIDDEN_NANOS = 1_000_000_000L;

    private final String accessKey;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private int refusals;
    private int deliveries;

    private static final class Message {
        private final String body;
        private long visibleAt = System.nanoTime();

        Message(String body) {
            this.body = body;
        }
    }

    /** @param accessKey id of the only key that may use it */
    public SqsDouble(String accessKey) {
        this.accessKey = accessKey;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where clients find it. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized void send(String body) {
        messages.put(UUID.randomUUID().toString(), new Message(body));
    }

    /** Fails the next requests to delete a message, as if their answers were lost. */
    public synchronized void refuseDeletions(int count) {
        refusals = count;
    }

    /** Forgets all messages. */
    public synchronized void clear() {
        messages.clear();
    }

    /** How many messages it has. */
    public synchronized int size() {
        return messages.size();
    }

    /** How often it has handed out a message. */
    public synchronized int deliveries() {
        return deliveries;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String signed = exchange.getRequestHeaders().getFirst("Authorization");
            boolean isKnown = signed != null && signed.startsWith("AWS4-HMAC-SHA256 Credential=" + accessKey + "/")
                    && signed.contains("/sqs/aws4_request");
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            ObjectNode answer = isKnown ? answer(target, request) : problem("com.amazonaws.sqs#InvalidSecurity");
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.has("__type") ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized ObjectNode answer(String target, JsonNode request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (target) {
            case "AmazonSQS.GetQueueUrl" -> answer.put("QueueUrl", url() + "/123456789012/" + request.path("QueueName").asText());
            case "AmazonSQS.ListQueues" -> answer.putArray("QueueUrls").add(url() + "/123456789012/" + request.path("QueueNamePrefix").asText());
            case "AmazonSQS.ReceiveMessage" -> receive(answer, request.path("MaxNumberOfMessages").asInt(1));
            case "AmazonSQS.DeleteMessage" -> {
                if (refusals-- > 0) {
                    return problem("com.amazonaws.sqs#InternalError");
                }
                messages.remove(request.path("ReceiptHandle").asText());
            }
            default -> {
                return problem("com.amazonaws.sqs#UnsupportedOperation");
            }
        }
        return answer;
    }

    private void receive(ObjectNode answer, int most) {
        long now = System.nanoTime();
        messages.entrySet().stream().filter(entry -> entry.getValue().visibleAt <= now).limit(most).forEach(entry -> {
            entry.getValue().visibleAt = now + HIDDEN_NANOS;
            deliveries++;
            answer.withArray("/Messages").addObject().put("MessageId", entry.getKey()).put("ReceiptHandle", entry.getKey())
                    .put("Body", entry.getValue().body).put("MD5OfBody", md5(entry.getValue().body));
        });
    }

    private static ObjectNode problem(String type) {
        return JsonNodeFactory.instance.objectNode().put("__type", type).put("message", "as asked");
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
