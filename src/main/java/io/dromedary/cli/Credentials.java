package io.dromedary.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The server and the key that {@code login} has stored for this user, in a file that only the owner may read.
 *
 * @param url the server of the key; the key is never sent to another
 */
record Credentials(String url, String key) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** The file, according to the XDG Base Directory Specification. */
    static Path file(CliEnvironment surroundings) {
        Path home = Path.of(surroundings.variable("HOME").orElse(System.getProperty("user.home")));
        // The specification requires that relative paths are ignored.
        Path config = surroundings.variable("XDG_CONFIG_HOME").map(Path::of).filter(Path::isAbsolute)
                .orElse(home.resolve(".config"));
        return config.resolve("dromedary").resolve("credentials");
    }

    /**
     * Reads the stored credentials, if any.
     *
     * @throws CliFailure if others can read the file, or its content is invalid
     */
    static Optional<Credentials> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new CliFailure(ExitCode.UNAUTHORISED, "Other users of this machine can read the key in " + file
                        + ": `chmod 600 " + file + "` ends that. If they may have read it, revoke it and log in anew.");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
        if (properties.getProperty("url", "").isBlank() || properties.getProperty("key", "").isBlank()) {
            throw unreadable(file, null);
        }
        return Optional.of(new Credentials(properties.getProperty("url"), properties.getProperty("key")));
    }

    private static CliFailure unreadable(Path file, Exception cause) {
        return new CliFailure(ExitCode.UNAUTHORISED, "The file " + file + " cannot be read as the credentials that `login`"
                + " stores: log in again, or remove it with `logout`.", cause);
    }

    /** Stores the credentials, replacing earlier ones atomically; others can never read them. */
    void write(Path file) {
        Path part = file.resolveSibling("credentials." + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Properties properties = new Properties();
            properties.setProperty("url", url);
            properties.setProperty("key", key);
            try (Writer writer = Files.newBufferedWriter(part)) {
                properties.store(writer, null);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The credentials cannot be stored in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Does not show the key. */
    @Override
    public String toString() {
        return "Credentials for " + url;
    }
}
