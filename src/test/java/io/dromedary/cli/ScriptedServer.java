package io.dromedary.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A server that answers what a test tells it to. It stands in for this program's own server, which is
 * tested for itself; here only what the command line sends and how it takes the answers matters.
 */
final class ScriptedServer implements AutoCloseable {
    private final HttpServer http;
    private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** A request as it arrived. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        Optional<String> authorization() {
            return header("Authorization");
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream().filter(h -> h.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
                    .findFirst();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * @param status 0 breaks the connection without an answer
     * @param promised the length that is announced, where it differs from the body's
     */
    record Answer(int status, String body, Optional<Integer> promised, Map<String, String> headers) {
    }

    ScriptedServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Adds an answer to, for instance, {@code GET /jobs/job_1}; the last one given is repeated. */
    ScriptedServer on(String request, int status, String body) {
        return on(request, new Answer(status, body, Optional.empty(), Map.of()));
    }

    ScriptedServer on(String request, Answer answer) {
        script.computeIfAbsent(request, r -> new ArrayDeque<>()).add(answer);
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    Request request(String methodAndPath) {
        return requests.stream().filter(r -> r.toString().equals(methodAndPath)).findFirst().orElseThrow(
                () -> new AssertionError("No " + methodAndPath + " among " + requests));
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, h -> h.getValue().get(0))),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        Answer answer = next(request.toString());
        try (exchange) {
            if (answer.status() == 0) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.promised().orElse(bytes.length == 0 ? -1 : bytes.length));
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    private synchronized Answer next(String request) {
        Deque<Answer> answers = script.get(request);
        if (answers == null) {
            return new Answer(404, "{\"kind\": \"not_found\", \"message\": \"The test has no answer for " + request + "\"}",
                    Optional.empty(), Map.of());
        }
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }
}
