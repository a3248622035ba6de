package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** A web server that takes webhooks, each at a path of its own, on every loopback address. */
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress((InetAddress) null, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.start();
    }

    /** A webhook as it came. */
    record Hook(Headers headers, String query, byte[] body, long atMillis) {
        String header(String name) {
            return headers.getFirst(name);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ExecutorService threads() {
        return threads;
    }

    interface Answer {
        /**
         * Answers a webhook.
         *
         * @param number 1 for the first that comes to this path
         */
        void to(HttpExchange exchange, int number) throws IOException;
    }

    /** What came to a path. */
    final class Inbox {

        private final String path;
        private final List<Hook> hooks = new CopyOnWriteArrayList<>();

        private Inbox(String path) {
            this.path = path;
        }

        String url() {
            return url("127.0.0.1");
        }

        String url(String host) {
            return "http://" + host + ":" + server.getAddress().getPort() + path;
        }

        List<Hook> hooks() {
            return hooks;
        }

        List<Hook> await(int count) {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20))
                    .until(() -> hooks.size() >= count);
            return hooks;
        }
    }

    /** Answers all that comes to this path so. */
    Inbox at(String path, Answer answer) {
        var inbox = new Inbox(path);
        server.createContext(path, exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            inbox.hooks.add(new Hook(exchange.getRequestHeaders(), exchange.getRequestURI().getRawQuery(), body,
                    System.currentTimeMillis()));
            answer.to(exchange, inbox.hooks.size());
        });
        return inbox;
    }

    /** Answers with this status. */
    Inbox at(String path, int status) {
        return at(path, (exchange, number) -> status(exchange, status));
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
