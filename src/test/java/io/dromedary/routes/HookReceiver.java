package io.dromedary.routes;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that webhooks are posted to; what is at a path is said by a test. */
final class HookReceiver implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    HookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    /** What came. */
    record Hook(String method, String path, Headers headers, byte[] body) {
    }

    /** Answers what was read. */
    interface Answer {
        /** Answers. */
        void to(HttpExchange exchange) throws IOException;
    }

    /** The URL of a path, at which all is answered so. */
    String at(String path, Answer answer) {
        server.createContext(path, exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            hooks.add(new Hook(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
            answer.to(exchange);
        });
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String at(String path, int status) {
        return at(path, exchange -> status(exchange, status));
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** All that came to a path. */
    List<Hook> hooks(String path) {
        return hooks.stream().filter(hook -> hook.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
