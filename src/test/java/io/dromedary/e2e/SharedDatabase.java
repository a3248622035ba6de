package io.dromedary.e2e;

import io.dromedary.database.Engine;
import io.dromedary.machine.PostgresServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A database on a PostgreSQL, and what nodes need to share it. */
final class SharedDatabase {

    private final String url;
    private final Path secrets;

    /** Where a node has its database. */
    enum Place {

        /** A file in its data folder. */
        EMBEDDED,
        /** A PostgreSQL. */
        POSTGRESQL;

        /** What the run asks for by {@code -Dengines=}; otherwise this one. */
        Place orOfRun() {
            return Optional.ofNullable(System.getProperty("engines")).map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                    .orElse(this);
        }

        /** One for a single node, where it is outside of it. The tables are there: each server would take a second for them. */
        Optional<SharedDatabase> database(Path folder) {
            return switch (this) {
                case EMBEDDED -> Optional.empty();
                case POSTGRESQL -> Optional.of(
                        new SharedDatabase(folder, Engine.POSTGRESQL.newDatabaseWithTables(folder).url()));
            };
        }
    }

    /** One for one test, on a server that others may use too. */
    SharedDatabase(Path folder, PostgresServer server) {
        this(folder, server.newDatabase());
    }

    /** One that is there. */
    SharedDatabase(Path folder, String url) {
        this.url = url;
        this.secrets = folder.resolve("secret.key");
    }

    String url() {
        return url;
    }

    Jdbi tables() {
        return Jdbi.create(url, PostgresServer.USER, "");
    }

    /** Answers the number that a query finds. */
    int number(String query, Object... parameters) {
        return tables().withHandle(handle -> handle.select(query, parameters).mapTo(int.class).one());
    }

    /** The settings of a node that uses it. */
    Map<String, String> environment() {
        return Map.of("DROMEDARY_DATABASE_URL", url, "DROMEDARY_DATABASE_USER", PostgresServer.USER,
                "DROMEDARY_KEY_FILE", secrets.toString());
    }
}
