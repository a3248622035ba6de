package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migrations are those of this program, whatever else the class path has in folders of that name. */
class MigrationFilesTest {

    private static final String OF_AN_APPLICATION = "/db/migration/V1__of_an_application.sql";

    @Test
    void thoseOfAnApplicationAreLeftAlone(@TempDir Path folder) throws IOException {
        URL other = getClass().getResource(OF_AN_APPLICATION);
        assertThat(other).as("first on the class path").isNotNull();
        assertThat(Collections.list(new MigrationFiles().getResources(MigrationFiles.FOLDER))).singleElement()
                .satisfies(found -> assertThat(other.toString()).doesNotStartWith(found.toString()));
        try (Database made = Database.open(folder.resolve("new.db"))) {
            made.ping();
        }
    }

    @Test
    void theyAreFoundByTheirNames() {
        assertThat(new MigrationFiles().getResourceAsStream(MigrationFiles.FOLDER + "/V3__idempotency_and_scopes.sql")).isNotEmpty();
        assertThat(new MigrationFiles().getResource("logback.xml")).as("what is none, as ever").isNotNull();
    }
}
