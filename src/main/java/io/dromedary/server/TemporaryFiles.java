package io.dromedary.server;

import io.dromedary.database.OwnerOnlyFiles;
import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder into which libraries unpack files. It is in the data folder, so that the next start removes what a killed
 * server has left; in the system's temporary folder, such files would accumulate.
 */
final class TemporaryFiles {

    /** Libraries read these properties once, when they are first used. */
    private static final String SQLITE = "org.sqlite.tmpdir";
    private static final String VERTX = "vertx.cacheDirBase";

    private final Path folder;

    private TemporaryFiles(Path folder) {
        this.folder = folder;
    }

    /** Empties the folder, and sets it for the libraries. */
    static TemporaryFiles in(Path folder) {
        FolderRemoval.remove(folder);
        try {
            OwnerOnlyFiles.makeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made: is there room, and is the data"
                    + " folder writable?", e);
        }
        System.setProperty(SQLITE, folder.toAbsolutePath().toString());
        System.setProperty(VERTX, folder.resolve("http").toAbsolutePath().toString());
        return new TemporaryFiles(folder);
    }

    /**
     * Removes others' permissions of the files that SQLite has unpacked, which have those of the umask. Other files here
     * may appear and disappear at any time.
     */
    void close() throws IOException {
        try (var unpacked = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : unpacked) {
                OwnerOnlyFiles.close(file);
            }
        }
    }
}
