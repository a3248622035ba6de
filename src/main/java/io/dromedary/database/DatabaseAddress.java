package io.dromedary.database;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a database.
 *
 * @param url      {@code jdbc:sqlite:<path>}, or {@code jdbc:postgresql://<host>[:<port>]/<database>} with options of its
 *                 driver
 * @param user     the user name, if it is not in the URL
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<String> password) {

    static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&][^=&]*password=|//[^/?]*@");

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if it is none of these, or contains a password
     */
    public DatabaseAddress {
        String rest = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        // A question mark begins parameters of the driver, a colon its other kinds of database.
        boolean file = !rest.isBlank() && !rest.startsWith(":") && !rest.contains("?");
        if (PASSWORD.matcher(url).find()) {
            throw new IllegalArgumentException("It must hold no password: give that by"
                    + " DROMEDARY_DATABASE_PASSWORD");
        }
        if (!file && !url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException("It must be " + SQLITE + "<path> or " + POSTGRESQL
                    + "//<host>/<database>");
        }
    }

    /** A file of SQLite. */
    public static DatabaseAddress ofFile(Path file) {
        return new DatabaseAddress(SQLITE + file.toAbsolutePath().normalize(), Optional.empty(), Optional.empty());
    }

    /** The file of SQLite, if it is one. */
    Optional<Path> file() {
        return url.startsWith(SQLITE)
                ? Optional.of(Path.of(url.substring(SQLITE.length())).toAbsolutePath().normalize()) : Optional.empty();
    }

    /** Can other machines reach it? */
    public boolean isShared() {
        return file().isEmpty();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + url + "]";
    }
}
