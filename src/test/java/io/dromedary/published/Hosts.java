package io.dromedary.published;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands for every host that published requests name: serves their inputs, and takes their webhooks. */
final class Hosts implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Map<String, Map<String, Path>> files = new ConcurrentHashMap<>();
    private final Map<String, List<String>> hooks = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Hosts() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The start of the URLs of an entry. */
    String base(String entry) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + entry;
    }

    /** Serves a file to an entry under each path that ends in its name. */
    void serve(String entry, String name, Path file) {
        files.computeIfAbsent(entry, none -> new ConcurrentHashMap<>()).put(name, file);
    }

    /** The bodies that were posted to an entry's URLs. */
    List<String> hooks(String entry) {
        return hooks.computeIfAbsent(entry, none -> new CopyOnWriteArrayList<>());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
            if (exchange.getRequestMethod().equals("POST")) {
                hooks(path[0]).add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            Path file = files.getOrDefault(path[0], Map.of()).get(path[path.length - 1]);
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, file);
            }
        }
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            String asked = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(asked == null ? "" : asked);
            boolean part = range.matches();
            long from = part ? Long.parseLong(range.group(1)) : 0;
            long end = part && !range.group(2).isEmpty() ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            exchange.getResponseHeaders().set("ETag", "\"" + size + "\"");
            if (from >= size) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (part) {
                exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, end - 1, size));
            }
            exchange.sendResponseHeaders(part ? 206 : 200, exchange.getRequestMethod().equals("HEAD") ? -1 : end - from);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                copy(channel.position(from), end - from, exchange.getResponseBody());
            }
        }
    }

    private static void copy(FileChannel from, long bytes, OutputStream to) throws IOException {
        var out = Channels.newChannel(to);
        var buffer = ByteBuffer.allocate(1 << 16);
        for (long left = bytes; left > 0; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            from.read(buffer);
            left -= buffer.flip().remaining();
            out.write(buffer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
