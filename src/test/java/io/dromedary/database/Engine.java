package io.dromedary.database;

import io.dromedary.machine.Folders;
import io.dromedary.machine.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An engine that the server can have its memory in. */
public enum Engine {

    /** A file. */
    SQLITE {
        @Override
        public DatabaseAddress newDatabase(Path folder) {
            return DatabaseAddress.ofFile(folder.resolve("test.db"));
        }

        @Override
        public DatabaseAddress newDatabaseWithTables(Path folder) {
            Path file = folder.resolve("test.db");
            try {
                Files.copy(MadeFile.FILE, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return DatabaseAddress.ofFile(file);
        }
    },

    /** A server that several machines share: here one for all tests of this JVM. */
    POSTGRESQL {
        @Override
        public DatabaseAddress newDatabase(Path folder) {
            return onServer(PostgresServer.shared().newDatabase());
        }

        @Override
        public DatabaseAddress newDatabaseWithTables(Path folder) {
            return onServer(PostgresServer.shared().newDatabaseLike(MadeOnServer.URL));
        }
    };

    /**
     * A new database, in which nothing is.
     *
     * @param folder for its file, where it has one; none was made here before
     */
    public abstract DatabaseAddress newDatabase(Path folder);

    /** The same with all tables: a copy, as to make them takes longer than most tests. */
    public abstract DatabaseAddress newDatabaseWithTables(Path folder);

    /** Opens a new file with all tables, without looking whether they are up to date, which takes longer than most tests. */
    public static Database openNewFile(Path file) {
        DatabaseAddress address = DatabaseAddress.ofFile(file);
        Database database = Database.begin(address, address, Optional.of(tables()));
        database.awaitOpen();
        return database;
    }

    /** A file that has all tables and no rows. */
    public static Path tables() {
        return MadeFile.FILE;
    }

    private static DatabaseAddress onServer(String url) {
        return new DatabaseAddress(url, Optional.of(PostgresServer.USER), Optional.of(""));
    }

    /** Made when it is first needed. */
    private static final class MadeFile {

        private static final Path FILE = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("dromedary-tables");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
                // Once it is closed, all of it is in the file alone.
                Database.open(SQLITE.newDatabase(folder)).close();
                return folder.resolve("test.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Made when it is first needed. */
    private static final class MadeOnServer {

        private static final String URL = make();

        private static String make() {
            DatabaseAddress address = POSTGRESQL.newDatabase(Path.of(""));
            Database.open(address).close();
            return address.url();
        }
    }
}
