package io.dromedary.server;

import io.dromedary.database.OwnerOnlyFiles;
import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where libraries unpack what they need while they run. Each start of a server that was killed would leave some more of
 * it in the machine's folder for such files; in one of the data folder's own, the next start clears it away.
 */
final class TemporaryFiles {

    /** Each is read once, when its library is first used. */
    private static final String SQLITE = "org.sqlite.tmpdir";
    private static final String VERTX = "vertx.cacheDirBase";

    private final Path folder;

    private TemporaryFiles(Path folder) {
        this.folder = folder;
    }

    /** Clears the folder of what is left in it, and has the libraries use it. */
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
     * Leaves what SQLite has unpacked to its owner, as that is made as the umask has it. Of all else here some may be
     * coming and going.
     */
    void close() throws IOException {
        try (var unpacked = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : unpacked) {
                OwnerOnlyFiles.close(file);
            }
        }
    }
}
