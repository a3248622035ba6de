package io.dromedary.r2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A double of one Cloudflare queue with an HTTP pull consumer. A pulled message is hidden until its lease ends, is
 * acknowledged or given back; then it comes again, under another lease. It wants the bearer token and nothing else.
 */
public final class QueueDouble implements AutoCloseable {

    /** The largest batch, and the lease when a pull names none. */
    private static final int MAX_BATCH = 100;
    private static final int DEFAULT_LEASE_MS = 30_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String path;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private Clock clock = Clock.systemUTC();
    private int deliveries;
    private int refused;
    private boolean failsAcknowledgements;

    private static final class Message {
        private final String id = UUID.randomUUID().toString();
        private final String body;
        private String lease = "";
        private long visibleAt;
        private int attempts;

        Message(String body) {
            this.body = body;
        }
    }

    private QueueDouble(String account, String queue, String token) throws IOException {
        this.path = "/accounts/" + account + "/queues/" + queue + "/messages/";
        this.token = token;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Starts a queue on a free port of 127.0.0.1. */
    public static QueueDouble start(String account, String queue, String token) {
        try {
            return new QueueDouble(account, queue, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before {@code /accounts/…}. */
    public URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sends a text; the queue hands it out in base64. */
    public void send(String text) {
        sendRaw(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a body as it is to be handed out. */
    public synchronized void sendRaw(String body) {
        var message = new Message(body);
        messages.put(message.id, message);
    }

    /** Sends what R2 says of an object. */
    public void sendEvent(String action, String bucket, String key, long size, String etag) {
        ObjectNode event = JSON.createObjectNode().put("account", "account").put("action", action)
                .put("bucket", bucket).put("eventTime", "2026-11-24T12:00:00.000Z");
        event.putObject("object").put("key", key).put("size", size).put("eTag", etag);
        send(event.toString());
    }

    /** Messages that nobody has acknowledged. */
    public synchronized int backlog() {
        return messages.size();
    }

    /** How often a message was handed out. */
    public synchronized int deliveries() {
        return deliveries;
    }

    /** Requests without the right token. */
    public synchronized int refused() {
        return refused;
    }

    /** Sets the clock by which leases end. */
    public synchronized void clock(Clock newClock) {
        clock = newClock;
    }

    /** Answers acknowledgements by an error, and does not keep them. */
    public synchronized void failAcknowledgements(boolean on) {
        failsAcknowledgements = on;
    }

    private synchronized boolean failsAcknowledgements() {
        return failsAcknowledgements;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                synchronized (this) {
                    refused++;
                }
                send(exchange, 403, failure("Authentication error"));
            } else if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, failure("Method not allowed"));
            } else if (exchange.getRequestURI().getPath().equals(path + "pull")) {
                send(exchange, 200, pull(request));
            } else if (exchange.getRequestURI().getPath().equals(path + "ack")) {
                send(exchange, failsAcknowledgements() ? 500 : 200,
                        failsAcknowledgements() ? failure("internal error") : acknowledge(request));
            } else {
                send(exchange, 404, failure("queue not found"));
            }
        }
    }

    private synchronized ObjectNode pull(JsonNode request) {
        long now = clock.millis();
        int most = Math.min(MAX_BATCH, request.path("batch_size").asInt(5));
        long leaseMs = request.path("visibility_timeout_ms").asLong(DEFAULT_LEASE_MS);
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        ObjectNode result = answer.putObject("result").put("message_backlog_count", messages.size());
        var list = result.putArray("messages");
        messages.values().stream().filter(message -> message.visibleAt <= now).limit(most).forEach(message -> {
            message.lease = UUID.randomUUID().toString();
            message.visibleAt = now + leaseMs;
            message.attempts++;
            deliveries++;
            ObjectNode one = list.addObject().put("id", message.id).put("timestamp_ms", now).put("body", message.body)
                    .put("attempts", message.attempts).put("lease_id", message.lease);
            one.putObject("metadata").put("CF-Content-Type", "json");
        });
        return answer;
    }

    private synchronized ObjectNode acknowledge(JsonNode request) {
        long now = clock.millis();
        int acks = 0;
        int retries = 0;
        for (JsonNode ack : request.path("acks")) {
            acks += messages.values().removeIf(message -> isLeased(message, ack, now)) ? 1 : 0;
        }
        for (JsonNode retry : request.path("retries")) {
            List<Message> given = new ArrayList<>(messages.values());
            given.removeIf(message -> !isLeased(message, retry, now));
            given.forEach(message -> message.visibleAt = now + retry.path("delay_seconds").asLong(0) * 1000);
            retries += given.size();
        }
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        answer.putObject("result").put("ackCount", acks).put("retryCount", retries);
        return answer;
    }

    /** A lease that has ended holds nothing any more. */
    private static boolean isLeased(Message message, JsonNode named, long now) {
        return message.lease.equals(named.path("lease_id").asText()) && message.visibleAt > now;
    }

    private static ObjectNode failure(String message) {
        ObjectNode answer = JSON.createObjectNode().put("success", false);
        answer.putArray("errors").addObject().put("code", 10000).put("message", message);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
