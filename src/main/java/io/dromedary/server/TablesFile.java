package io.dromedary.server;

import io.dromedary.database.Database;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A database that has all tables and no rows, made once by {@code bin/build}. A server whose database is a file that is new
 * copies it, as creating the tables takes an eighth of its start.
 */
public final class TablesFile {

    private static final String FILE = "target/tables.db";

    private TablesFile() {
    }

    /** Makes the file of an installation, whose folder is the property {@code dromedary.home}. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(System.getProperty("dromedary.home")).resolve(FILE);
        for (String part : new String[] {"", "-wal", "-shm", ".start"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
        }
        Database.open(file).close();
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".start"));
    }

    /** The file of an installation, unless the program has been built anew since: its tables may be others. */
    static Optional<Path> of(Path home) {
        Path file = home.resolve(FILE);
        try {
            Path program = Path.of(TablesFile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            boolean isOfThisProgram = Files.isRegularFile(program) && Files.isReadable(file) && seconds(file) >= seconds(program);
            return isOfThisProgram ? Optional.of(file) : Optional.empty();
        } catch (IOException | URISyntaxException unknown) {
            return Optional.empty();
        }
    }

    /** Archives and images keep times in seconds. */
    private static long seconds(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    }
}
