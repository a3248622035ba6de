package io.dromedary.e2e;

import io.dromedary.machine.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The broker and the database outside of the servers. With {@code -Dengines=external} every {@link Node} of a test gets
 * its own, so that the same tests try both set-ups; with {@code -Dengines=amqp} the broker is reached by AMQP.
 */
final class Engines implements AutoCloseable {

    private final ArtemisServer artemis;
    private final PostgresServer postgres;
    private final String database;
    private final Path secrets;
    private final boolean amqp;

    /** Engines for one test, on a server whose databases others may use too. */
    Engines(Path folder, PostgresServer postgres, boolean amqp) {
        this.artemis = new ArtemisServer(folder.resolve("broker")).start();
        this.postgres = postgres;
        this.database = postgres.newDatabase();
        this.secrets = folder.resolve("secret.key");
        this.amqp = amqp;
    }

    /** What the run asks for: none for the engines in the server itself. */
    static Optional<Engines> ofRun(Path folder) {
        String wanted = System.getProperty("engines", "embedded");
        return wanted.equals("embedded") ? Optional.empty()
                : Optional.of(new Engines(folder, PostgresServer.shared(), wanted.equals("amqp")));
    }

    ArtemisServer artemis() {
        return artemis;
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** The tables of the nodes. */
    Jdbi tables() {
        return Jdbi.create(database, PostgresServer.USER, "");
    }

    /** The settings of a node that uses them. */
    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("DROMEDARY_BROKER_URL", amqp ? artemis.amqpUrl() : artemis.url());
        environment.put("DROMEDARY_DATABASE_URL", database);
        environment.put("DROMEDARY_DATABASE_USER", PostgresServer.USER);
        environment.put("DROMEDARY_KEY_FILE", secrets.toString());
        return environment;
    }

    @Override
    public void close() {
        artemis.close();
    }
}
