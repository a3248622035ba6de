package io.dromedary.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a server of this machine, on which what clients say can be lost, and which can be cut. */
public final class Wire implements AutoCloseable {

    private final ServerSocket entry;
    private final int server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** A connection of a client. */
    private static final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean deaf;

        private Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void hear() {
            pass(client, server);
        }

        private void say() {
            pass(server, client);
        }

        private void pass(Socket from, Socket to) {
            byte[] bytes = new byte[8192];
            try (from; to) {
                for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream().read(bytes)) {
                    if (!deaf || from == server) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
            } catch (IOException cut) {
                end();
            }
        }

        private void end() {
            try (client; server) {
                deaf = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The way to what listens on this port. */
    public Wire(int server) {
        this.server = server;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Where clients connect to. */
    public int port() {
        return entry.getLocalPort();
    }

    /** From now on the server hears nothing of those who are connected, and says what it likes. */
    public void deafen() {
        lines.forEach(line -> line.deaf = true);
    }

    /** Ends all connections; new ones are good. */
    public void cut() {
        lines.forEach(line -> {
            line.end();
            lines.remove(line);
        });
    }

    private void accept() {
        try {
            while (true) {
                var line = new Line(entry.accept(), new Socket(InetAddress.getLoopbackAddress(), server));
                lines.add(line);
                threads.execute(line::hear);
                threads.execute(line::say);
            }
        } catch (IOException closed) {
            // Nobody is let in any more.
            cut();
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
        threads.shutdownNow();
    }
}
