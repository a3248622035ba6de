package io.dromedary.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The way to a server of this machine, on which what clients say can be lost, and which can be cut; of PostgreSQL, also right
 * after it has changed something and before it has said so.
 */
public final class Wire implements AutoCloseable {

    private static final Pattern END_OF_CHANGE =
            Pattern.compile("C\0\0\0.(COMMIT|INSERT|UPDATE|DELETE)[ 0-9]*\0", Pattern.DOTALL);

    private final ServerSocket entry;
    private final int server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    /** Ends of changes that are never heard of, and how many. */
    private volatile Predicate<String> lost = said -> false;
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private volatile boolean closedToNew;

    /** A connection of a client. */
    private final class Line {

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
                    if (from == server && lost.test(new String(bytes, 0, read, StandardCharsets.ISO_8859_1))) {
                        lostAnswers.incrementAndGet();
                        end();
                        return;
                    }
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

    /**
     * From now on no client hears that a PostgreSQL has changed anything: each connection ends when that is done, and before
     * it is said.
     */
    public void loseAnswersToChanges() {
        lost = Wire::isEndOfChange;
    }

    /** The same, and nobody can ask, from then on until {@link #hearAll}. */
    public void loseNextAnswerToAChangeAndClose() {
        lost = said -> {
            boolean end = isEndOfChange(said);
            closedToNew |= end;
            return end;
        };
    }

    /** All is heard again. */
    public void hearAll() {
        lost = said -> false;
        closedToNew = false;
    }

    /** How many answers were lost. */
    public int lostAnswers() {
        return lostAnswers.get();
    }

    /** PostgreSQL, 55.7: CommandComplete with the name of what was done, and ReadyForQuery outside of any transaction. */
    private static boolean isEndOfChange(String said) {
        return said.endsWith("Z\0\0\0\5I") && END_OF_CHANGE.matcher(said).find();
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
                Socket client = entry.accept();
                if (closedToNew) {
                    client.close();
                    continue;
                }
                var line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), server));
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
