package io.dromedary.connection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A store that means ill: it answers every request in one way, and counts what is taken of it. */
public final class HostileStore implements AutoCloseable {

    /** Far more than anybody should take; a test must end even where nothing stops it. */
    private static final long MOST = 96L << 20;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final Answer answer;

    /** What is sent to whoever asks. */
    @FunctionalInterface
    public interface Answer {
        void give(Out out) throws IOException, InterruptedException;
    }

    /** Where it is sent to. */
    public final class Out {

        private final OutputStream out;
        private long sent;

        Out(OutputStream out) {
            this.out = out;
        }

        public Out send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(bytes);
            out.flush();
            sent += bytes.length;
            taken.addAndGet(bytes.length);
            return this;
        }

        /** Again and again, until nobody takes it any more. */
        public void forEver(String text) throws IOException {
            while (sent < MOST) {
                send(text);
            }
        }

        /** Again and again, with pauses. */
        public void drip(String text, int millis) throws IOException, InterruptedException {
            while (sent < MOST) {
                send(text);
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        }
    }

    /** Begins to listen. */
    public HostileStore(Answer answer) throws IOException {
        this.answer = answer;
        threads.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    threads.execute(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket client) {
        try (client) {
            var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            int length = 0;
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            reader.skip(length);
            requests.incrementAndGet();
            answer.give(new Out(client.getOutputStream()));
        } catch (IOException hungUp) {
            client.isClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Bytes that were taken, as far as the buffers of the connections tell. */
    public long taken() {
        return taken.get();
    }

    public long requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
