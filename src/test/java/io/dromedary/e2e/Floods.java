package io.dromedary.e2e;

import com.sun.net.httpserver.HttpExchange;
import io.dromedary.machine.SilentServer;
import io.dromedary.r2.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What one project can do to others, kind by kind, by one key of it and as fast as it can. */
final class Floods implements AutoCloseable {

    private static final int MOST_JOBS = 300;
    private static final int CONNECTIONS = 500;
    private static final int STREAMS = 500;
    /** A machine of the flood's own. */
    private static final byte[] ELSEWHERE = {127, 0, 0, 2};

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final SilentServer silent = new SilentServer();
    private final Receiver web = new Receiver();
    private final Receiver.Inbox dripping = web.at("/drip.mp4", (exchange, number) -> drip(exchange));
    private final URI node;
    private final String key;
    private final Api api;

    private interface One {
        void send() throws IOException;
    }

    private record Kind(int threads, int most, One one) {
    }

    /**
     * Floods of a node.
     *
     * @param key of the project that floods; its connection {@code r2} reads {@code s3://media/in.mp4}
     */
    Floods(URI node, String key) {
        this.node = node;
        this.key = key;
        this.api = new Api(node, key);
        api.connect("silent", silent.url(), new Credentials("0".repeat(32), "0".repeat(64)));
        kinds.put("jobs", new Kind(8, MOST_JOBS, () -> job("s3://media/in.mp4", "\"priority\": 9")));
        kinds.put("checks", new Kind(40, Integer.MAX_VALUE,
                () -> api.post("/connections/silent/check", "{\"bucket\": \"media\", \"write\": true}")));
        kinds.put("dry-runs", new Kind(40, Integer.MAX_VALUE, () -> api.post("/jobs?dry_run=true",
                "{\"kind\": \"video\", \"input\": \"" + silent.url() + "/in.mp4\"}")));
        kinds.put("webhooks", new Kind(8, 60, this::webhook));
        kinds.put("drips", new Kind(4, 12, () -> job(dripping.url(), "\"priority\": 9")));
        kinds.put("streams", new Kind(8, STREAMS, this::stream));
        kinds.put("connections", new Kind(8, CONNECTIONS, this::connection));
        kinds.put("names", new Kind(60, Integer.MAX_VALUE,
                () -> job("https://n" + numbers.incrementAndGet() + ".example.com/in.mp4", "\"priority\": 0")));
    }

    List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    /** One that goes on until it is closed; what it made is undone then. */
    final class Flood implements AutoCloseable {

        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicInteger sent = new AtomicInteger();
        private volatile boolean over;

        private Flood(Kind kind) {
            for (int i = 0; i < kind.threads(); i++) {
                threads.execute(() -> {
                    while (!over && sent.getAndIncrement() < kind.most()) {
                        try {
                            kind.one().send();
                        } catch (IOException | UncheckedIOException refused) {
                            // As those may be who flood.
                            over |= threads.isShutdown();
                        }
                    }
                });
            }
        }

        int sent() {
            return sent.get();
        }

        @Override
        public void close() {
            over = true;
            threads.shutdown();
            sockets.forEach(Floods::hangUp);
            sockets.clear();
            try {
                threads.awaitTermination(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            jobs.forEach(id -> api.post("/jobs/" + id + "/cancel", ""));
            jobs.clear();
        }
    }

    private final List<String> jobs = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Flood begin(String name) {
        return new Flood(kinds.get(name));
    }

    private void job(String input, String more) {
        Api.Answer answer = api.post("/jobs", "{\"kind\": \"video\", \"input\": \"%s\", \"options\": {\"width\": 32}, %s}"
                .formatted(input, more + (input.startsWith("s3:") ? ", \"connection_id\": \"r2\"" : "")));
        if (answer.status() == 201) {
            jobs.add(answer.json().get("id").asText());
        }
    }

    /** Of a job that ends at once. */
    private void webhook() {
        Api.Answer answer = api.post("/jobs", "{\"kind\": \"video\", \"input\": \"%s/in.mp4\", \"webhook_url\": \"%s/%d\"}"
                .formatted(silent.url(), silent.url(), numbers.incrementAndGet()));
        api.post("/jobs/" + answer.json().get("id").asText() + "/cancel", "");
    }

    private void stream() throws IOException {
        if (jobs.isEmpty()) {
            job("s3://media/none.mp4", "\"priority\": 0");
        }
        open().getOutputStream().write(("GET /jobs/" + jobs.get(0) + "/events HTTP/1.1\r\nHost: node\r\nAuthorization: Bearer "
                + key + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void connection() throws IOException {
        open().getOutputStream().write("GET /jobs HTTP/1.1\r\nHost: no".getBytes(StandardCharsets.US_ASCII));
    }

    private Socket open() throws IOException {
        var socket = new Socket(node.getHost(), node.getPort(), InetAddress.getByAddress(ELSEWHERE), 0);
        sockets.add(socket);
        return socket;
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1 << 20);
        try {
            while (true) {
                exchange.getResponseBody().write(new byte[2_000]);
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        silent.close();
        web.close();
    }
}
