package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOnSqliteTest extends DatabaseContract {

    DatabaseOnSqliteTest() {
        super(Engine.SQLITE);
    }

    /** What a copy that was interrupted left is in the way of none. */
    @Test
    void aNewFileHasTheTablesThatItIsGivenAndOneThatIsThereIsLeftAlone(@TempDir Path folder) throws IOException {
        Path marked = folder.resolve("marked.db");
        try (Database made = Database.open(marked)) {
            made.jdbi().useHandle(handle -> handle.execute("create table mark (text text)"));
        }
        Path file = folder.resolve("new.db");
        Files.write(folder.resolve("new.db.new"), new byte[1 << 20]);

        assertThat(marks(file, marked)).isEqualTo(1);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.resolve("new.db.new")).doesNotExist();
        Path older = folder.resolve("older.db");
        Database.open(older).close();
        assertThat(marks(older, marked)).isZero();
        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertThat(marks(empty, marked)).as("what a start before had only begun").isZero();
    }

    /** How many tables have the name of the mark, once the file is open. */
    private static int marks(Path file, Path tables) {
        DatabaseAddress address = DatabaseAddress.ofFile(file);
        try (Database database = Database.begin(address, address, Optional.of(tables))) {
            database.awaitOpen();
            return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from sqlite_master"
                    + " where name = 'mark'").mapTo(int.class).one());
        }
    }
}
