package io.dromedary.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders for their owner alone, whatever the umask is: 0600 and 0700. */
public final class OwnerOnlyFiles {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnlyFiles() {
    }

    /** Creates an empty file, if there is none. */
    public static void make(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException e) {
            return;
        }
        close(file);
    }

    /** Creates a folder, if there is none; its parents get permissions by the umask. */
    public static void makeFolder(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath();
        if (!Files.isDirectory(whole)) {
            Files.createDirectories(whole.getParent());
            Files.createDirectory(whole, PosixFilePermissions.asFileAttribute(FOLDER));
            close(whole);
        }
    }

    /** Can others read, write or pass through it? */
    public static boolean isOpen(Path path) throws IOException {
        return !FOLDER.containsAll(Files.getPosixFilePermissions(path));
    }

    /** Removes all permissions of others. */
    public static void close(Path path) throws IOException {
        Files.setPosixFilePermissions(path, Files.isDirectory(path) ? FOLDER : FILE);
    }
}
