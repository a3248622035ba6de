package io.dromedary.delivery;

import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.database.Ids;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the consumers of lanes on other nodes that share a PostgreSQL database, by LISTEN and NOTIFY. The clock of each
 * node makes up for a lost signal within a second.
 */
public final class PostgresSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSignals.class);
    private static final String CHANNEL = "dromedary_lanes";
    /** A pause, since each commit with a NOTIFY locks the whole database. */
    private static final long BETWEEN_MS = 20;
    private static final int SILENCE_MS = 10_000;
    private static final long PAUSE_MS = 1_000;

    private final Database database;
    private final DatabaseAddress address;
    private final LaneSignals signals;
    private final String own = Ids.next("signals");
    private final LinkedBlockingQueue<String> toSend = new LinkedBlockingQueue<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Connection connection;
    private Thread sender;
    private Thread listener;

    /**
     * Creates signals, which are not sent or heard before the start.
     *
     * @param address where to listen: not through a pooler that changes the connection with each transaction
     */
    public PostgresSignals(Database database, DatabaseAddress address, LaneSignals signals) {
        this.database = database;
        this.address = address;
        this.signals = signals;
    }

    public void start() {
        listener = thread("signals-listen", this::listen);
        sender = thread("signals-send", this::sendAll);
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Tells the other nodes that something waits in a lane. Returns at once. */
    public void send(String lane) {
        if (waiting.add(lane)) {
            toSend.add(lane);
        }
    }

    private void sendAll() {
        try {
            while (!isClosedWithin(BETWEEN_MS)) {
                String lane = toSend.take();
                // What is queued from now on needs another signal.
                waiting.remove(lane);
                notifyOf(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void notifyOf(String lane) {
        try {
            database.jdbi().useHandle(handle -> handle.createQuery("select pg_notify(:channel, :text)")
                    .bind("channel", CHANNEL).bind("text", own + " " + lane).mapToMap().list());
        } catch (JdbiException e) {
            LOG.debug("Other nodes find by themselves what waits in the lane {}", lane, e);
        }
    }

    private void listen() {
        boolean told = false;
        do {
            try (Connection opened = DriverManager.getConnection(address.url(), properties());
                    Statement statement = opened.createStatement()) {
                connection = opened;
                statement.execute("listen " + CHANNEL);
                told = false;
                signals.giveAll();
                while (closed.getCount() > 0) {
                    hear(opened.unwrap(PGConnection.class), statement);
                }
            } catch (SQLException e) {
                if (!told && closed.getCount() > 0) {
                    LOG.warn("Signals of other nodes are not heard, so what they take waits for up to a second: {}",
                            e.toString());
                    told = true;
                }
            }
        } while (!isClosedWithin(PAUSE_MS));
    }

    private void hear(PGConnection from, Statement statement) throws SQLException {
        PGNotification[] heard = from.getNotifications(SILENCE_MS);
        if (heard == null || heard.length == 0) {
            // A silent connection may be a dead one.
            statement.execute("select 1");
            return;
        }
        List.of(heard).stream().map(PGNotification::getParameter).filter(text -> !text.startsWith(own))
                .map(text -> text.substring(text.indexOf(' ') + 1)).distinct().forEach(signals::give);
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "15");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "dromedary signals");
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }

    private boolean isClosedWithin(long time) {
        try {
            return closed.await(time, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closed.countDown();
        if (listener != null) {
            sender.interrupt();
            listener.interrupt();
            Optional<Connection> open = Optional.ofNullable(connection);
            if (open.isPresent()) {
                // This ends its read.
                open.get().abort(Runnable::run);
            }
            sender.join(PAUSE_MS);
            listener.join(PAUSE_MS);
        }
    }
}
