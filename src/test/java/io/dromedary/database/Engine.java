package io.dromedary.database;

import io.dromedary.machine.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;

/** An engine that the server can have its memory in. */
public enum Engine {

    /** A file. */
    SQLITE {
        @Override
        public Database.Address newDatabase(Path folder) {
            return Database.Address.ofFile(folder.resolve("test.db"));
        }
    },

    /** A server that several machines share: here one for all tests of this JVM. */
    POSTGRESQL {
        @Override
        public Database.Address newDatabase(Path folder) {
            return new Database.Address(PostgresServer.shared().newDatabase(), Optional.of(PostgresServer.USER),
                    Optional.of(""));
        }
    };

    /**
     * A new database, in which nothing is.
     *
     * @param folder for its file, where it has one; none was made here before
     */
    public abstract Database.Address newDatabase(Path folder);
}
