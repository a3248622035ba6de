package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Together;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class DatabaseOnPostgresqlTest extends DatabaseContract {

    DatabaseOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }

    /** Of a file this cannot be told by threads: what keeps one from the other there is a lock of processes. */
    @Test
    void nodesThatStartAtTheSameTimeOnANewDatabaseAllFindItsTables(@TempDir Path folder) throws Exception {
        DatabaseAddress fresh = engine().newDatabase(folder);
        Callable<String> start = () -> {
            try (Database opened = Database.open(fresh)) {
                opened.ping();
                return version(opened);
            }
        };
        assertThat(Together.results(List.of(start, start, start))).containsOnly(newestMigration());
    }

    private static String newestMigration() throws Exception {
        Path folder = Path.of(new MigrationFiles().getResource(MigrationFiles.FOLDER).toURI());
        try (var files = Files.list(folder)) {
            return Integer.toString(files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__")))).max().orElseThrow());
        }
    }

    private static String version(Database database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select version from flyway_schema_history"
                + " where success order by installed_rank desc limit 1").mapTo(String.class).one());
    }
}
