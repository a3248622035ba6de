package io.dromedary.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that means ill, on all addresses of this machine, beside one inside that nobody must reach. */
final class HostileServer implements AutoCloseable {

    /** Ways to name a host that is none of the public internet, or that no URL should name. */
    static final List<String> INNER_HOSTS = List.of(
            "127.0.0.1:PORT", "127.0.0.2:PORT", "127.1:PORT", "127.0.1:PORT", "2130706433:PORT", "0x7f000001:PORT",
            "0x7f.1:PORT", "0x7F.0x0.0x0.0x1:PORT", "0177.0.0.1:PORT", "127.0.0.01:PORT", "017700000001:PORT", "0:PORT",
            "0.0.0.0:PORT", "127.0.0.1.:PORT", "localhost:PORT", "localhost.:PORT", "LOCALHOST:PORT", "inner.test:PORT",
            "127%2e0%2e0%2e1:PORT", "\\u2460\\u2461\\u2466.\\u24ea.\\u24ea.\\u2460:PORT", "127\\u30020\\u30020\\u30021",
            "[::1]:PORT", "[0:0:0:0:0:0:0:1]:PORT", "[::]:PORT", "[::ffff:127.0.0.1]:PORT", "[::ffff:7f00:1]:PORT",
            "[::127.0.0.1]:PORT", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]",
            "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[2606:4700::5efe:127.0.0.1]",
            "[2606:4700::200:5efe:10.0.0.1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
            "[ff02::1]", "[2001:db8::1]", "[100::1]", "[3fff::1]", "169.254.169.254", "169.254.43518", "2852039166",
            "0xa9fea9fe", "0251.0376.0251.0376", "100.100.100.200", "100.64.0.1", "168.63.129.16", "192.0.0.192",
            "10.0.0.1", "172.16.0.1", "192.168.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
            "240.0.0.1", "255.255.255.255", "user@public.test", "user:password@public.test", "public.test@inner.test:PORT",
            "public.test:22", "public.test:0", "public.test:65536", "public.test:99999999999");

    private final ServerSocket outer = new ServerSocket(0);
    private final ServerSocket inner = new ServerSocket(0);
    private final AtomicInteger innerConnections = new AtomicInteger();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    HostileServer() throws IOException {
        threads.execute(() -> accept(inner, socket -> innerConnections.incrementAndGet()));
        threads.execute(() -> accept(outer, this::answer));
    }

    private interface Answer {
        void give(Socket socket) throws IOException;
    }

    private void accept(ServerSocket server, Answer answer) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> {
                    try (socket) {
                        answer.give(socket);
                    } catch (IOException theNodeGaveUp) {
                        socket.isClosed();
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String target = reader.readLine().split(" ")[1];
        while (!reader.readLine().isEmpty()) {
            continue;
        }
        String path = target.split("\\?", 2)[0];
        requests.computeIfAbsent(path, name -> new AtomicInteger()).incrementAndGet();
        OutputStream out = socket.getOutputStream();
        switch (path) {
            case "/redirect" -> send(out, "HTTP/1.1 302 Found\r\nLocation: " + target.split("\\?", 2)[1]
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            case "/loop" -> send(out, "HTTP/1.1 302 Found\r\nLocation: /loop?" + requests("/loop")
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            case "/dripping-headers" -> repeat(out, "HTTP/1.1 200 OK\r\nX-Drip: ", "x", 100);
            case "/endless-headers" -> repeat(out, "HTTP/1.1 200 OK\r\n", "X-More: ".repeat(50) + "\r\n", 0);
            case "/dripping-body" -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n", "x", 100);
            case "/steady-drip" -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", "x".repeat(500), 100);
            case "/endless-body" -> repeat(out, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(8192), 0);
            case "/huge-length" -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "x", 100);
            default -> send(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Sends more and more until the other side hangs up. */
    private static void repeat(OutputStream out, String head, String more, int everyMillis) throws IOException {
        send(out, head);
        try {
            while (true) {
                send(out, more);
                TimeUnit.MILLISECONDS.sleep(everyMillis);
            }
        } catch (InterruptedException e) {
            throw new SocketException("the server ends");
        }
    }

    String url(String path) {
        return "http://allowed.test:" + port() + path;
    }

    int port() {
        return outer.getLocalPort();
    }

    int innerPort() {
        return inner.getLocalPort();
    }

    int innerConnections() {
        return innerConnections.get();
    }

    int requests(String path) {
        return requests.getOrDefault(path, new AtomicInteger()).get();
    }

    @Override
    public void close() throws IOException {
        outer.close();
        inner.close();
        threads.shutdownNow();
    }
}
