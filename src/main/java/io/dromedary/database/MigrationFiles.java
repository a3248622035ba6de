package io.dromedary.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Finds the migrations beside this class. Flyway would look into all libraries for each, several times, and an application
 * may have migrations of its own in a folder of the same name.
 */
final class MigrationFiles extends ClassLoader {

    static final String FOLDER = "db/migration";

    private static final Class<?> OWN = MigrationFiles.class;

    MigrationFiles() {
        super(OWN.getClassLoader());
    }

    @Override
    public URL getResource(String name) {
        return name.startsWith(FOLDER) ? own(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith(FOLDER) ? Collections.enumeration(List.of(own(name))) : super.getResources(name);
    }

    private static URL own(String name) {
        String file = OWN.getName().replace('.', '/') + ".class";
        String here = OWN.getClassLoader().getResource(file).toString();
        try {
            return new URL(here.substring(0, here.length() - file.length()) + name);
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
