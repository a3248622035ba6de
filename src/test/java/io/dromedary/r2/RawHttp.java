package io.dromedary.r2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Requests written to a socket byte by byte, because every HTTP client puts right what a test wants wrong. */
final class RawHttp {

    private static final int TIMEOUT_MILLIS = 300_000;

    private RawHttp() {
    }

    /** A request as it goes out; nothing is added but {@code Connection: close}. */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {

        Request with(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.keySet().removeIf(name::equalsIgnoreCase);
            changed.put(name, value);
            return new Request(method, target, changed, body);
        }

        Request without(String name) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.keySet().removeIf(name::equalsIgnoreCase);
            return new Request(method, target, changed, body);
        }

        Request withTarget(String other) {
            return new Request(method, other, headers, body);
        }

        Request withBody(byte[] other) {
            return new Request(method, target, headers, other);
        }
    }

    /** An answer, its header names in lower case. */
    record Answer(int status, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** What stands between the first tags of that name; empty when there are none. */
        String element(String name) {
            int start = text().indexOf("<" + name + ">");
            int end = text().indexOf("</" + name + ">");
            return start < 0 || end < start ? "" : text().substring(start + name.length() + 2, end);
        }
    }

    static Answer send(URI endpoint, Request request) {
        try (Socket socket = connect(endpoint)) {
            writeHead(socket, request);
            socket.getOutputStream().write(request.body());
            return read(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the head and part of the body, then closes the sending side. */
    static Answer sendCut(URI endpoint, Request request, int bodyBytes) {
        try (Socket socket = connect(endpoint)) {
            writeHead(socket, request);
            socket.getOutputStream().write(request.body(), 0, bodyBytes);
            socket.shutdownOutput();
            return read(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Sends the head, listens for a while, then sends the body.
     *
     * @throws IllegalStateException when anything is answered before the body is sent
     */
    static Answer sendAfterSilence(URI endpoint, Request request, int silenceMillis) {
        try (Socket socket = connect(endpoint)) {
            writeHead(socket, request);
            socket.setSoTimeout(silenceMillis);
            try {
                int first = socket.getInputStream().read();
                throw new IllegalStateException("answered before the body, beginning with byte " + first);
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
            }
            socket.getOutputStream().write(request.body());
            return read(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Socket connect(URI endpoint) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(endpoint.getHost()), endpoint.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static void writeHead(Socket socket, Request request) throws IOException {
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
        request.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Connection: close\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static Answer read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String status = line(in);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        // The server closes after its answer, so the rest of the stream is the body.
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, in.readAllBytes());
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection ended in the answer's head");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
