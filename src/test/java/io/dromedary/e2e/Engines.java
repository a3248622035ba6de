package io.dromedary.e2e;

import io.dromedary.database.Engine;
import io.dromedary.machine.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The database outside of the servers, and the broker where that is outside, too. */
final class Engines implements AutoCloseable {

    private final Optional<ArtemisServer> artemis;
    private final PostgresServer postgres;
    private final String database;
    private final Path secrets;
    private final boolean amqp;

    /** Where a node has its broker and its database. */
    enum Place {

        /** Both in the server. */
        EMBEDDED,
        /** The database is a PostgreSQL, the broker in the server. */
        POSTGRESQL,
        /** An Artemis and a PostgreSQL. */
        EXTERNAL,
        /** The same, and AMQP is spoken with the broker. */
        AMQP;

        /** What the run asks for by {@code -Dengines=}; otherwise this one. */
        Place orOfRun() {
            return Optional.ofNullable(System.getProperty("engines")).map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                    .orElse(this);
        }

        /** Engines for one node, where any are outside of it. */
        Optional<Engines> engines(Path folder) {
            return switch (this) {
                case EMBEDDED -> Optional.empty();
                case POSTGRESQL -> Optional.of(withTables(folder, Optional.empty()));
                case EXTERNAL, AMQP -> Optional.of(withTables(folder,
                        Optional.of(new ArtemisServer(folder.resolve("broker")).start())));
            };
        }

        /** The tables are there already: each server would take a second to make them. */
        private Engines withTables(Path folder, Optional<ArtemisServer> artemis) {
            return new Engines(folder, PostgresServer.shared(), Engine.POSTGRESQL.newDatabaseWithTables(folder).url(), artemis,
                    this == AMQP);
        }
    }

    /** Engines for one test, on a server whose databases others may use too. */
    Engines(Path folder, PostgresServer postgres, boolean amqp) {
        this(folder, postgres, postgres.newDatabase(), Optional.of(new ArtemisServer(folder.resolve("broker")).start()), amqp);
    }

    private Engines(Path folder, PostgresServer postgres, String database, Optional<ArtemisServer> artemis, boolean amqp) {
        this.artemis = artemis;
        this.postgres = postgres;
        this.database = database;
        this.secrets = folder.resolve("secret.key");
        this.amqp = amqp;
    }

    /** The broker, where it is outside. */
    ArtemisServer artemis() {
        return artemis.orElseThrow();
    }

    boolean isBrokerOutside() {
        return artemis.isPresent();
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
        artemis.ifPresent(broker -> environment.put("DROMEDARY_BROKER_URL", amqp ? broker.amqpUrl() : broker.url()));
        environment.put("DROMEDARY_DATABASE_URL", database);
        environment.put("DROMEDARY_DATABASE_USER", PostgresServer.USER);
        environment.put("DROMEDARY_KEY_FILE", secrets.toString());
        return environment;
    }

    @Override
    public void close() {
        artemis.ifPresent(ArtemisServer::close);
    }
}
