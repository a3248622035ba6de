package io.dromedary.database;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Finds the migrations where this program has them. Flyway would look into all libraries for each, several times. */
final class MigrationFiles extends ClassLoader {

    static final String FOLDER = "db/migration";

    MigrationFiles() {
        super(MigrationFiles.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.startsWith(FOLDER)) {
            return super.getResources(name);
        }
        URL found = getResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }
}
