package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes a folder with all that is in it, whatever that is. A program that was taken over may have left a thousand
 * levels, whose path no system call takes, and folders that nobody may list. So nothing is walked down: what a folder
 * holds is moved up beside it, and removed there. Links are removed, not followed.
 */
public final class FolderRemoval {

    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

    /** A level takes a look at most; nobody makes so many in earnest. */
    private static final int MOST_LOOKS = 1 << 20;

    private final Path root;
    private long moved;

    private FolderRemoval(Path root) {
        this.root = root;
    }

    /**
     * Removes it; fine when it is gone already.
     *
     * @throws UncheckedIOException when it cannot be removed, or something is made in it meanwhile
     */
    public static void remove(Path folder) {
        try {
            new FolderRemoval(folder).removeRoot();
        } catch (DirectoryIteratorException e) {
            throw failure(folder, e.getCause());
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static UncheckedIOException failure(Path folder, IOException cause) {
        return new UncheckedIOException("The folder " + folder + " cannot be removed", cause);
    }

    private void removeRoot() throws IOException {
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            // What is moved up is found at the next look.
            for (int looks = 0; dissolveAll(); looks++) {
                if (looks == MOST_LOOKS) {
                    throw new IOException("Somebody makes folders in it while it is removed");
                }
            }
        }
        Files.deleteIfExists(root);
    }

    /** Removes the files of the root, and dissolves its folders; was there any folder? */
    private boolean dissolveAll() throws IOException {
        boolean any = false;
        for (Path entry : list(root)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                any = true;
                dissolve(entry);
            } else {
                Files.deleteIfExists(entry);
            }
        }
        return any;
    }

    /** Removes the files of a folder, moves its folders up, and removes it. */
    private void dissolve(Path folder) throws IOException {
        try {
            empty(folder);
        } catch (AccessDeniedException closed) {
            open(folder);
            empty(folder);
        }
        Files.deleteIfExists(folder);
    }

    private void empty(Path folder) throws IOException {
        for (Path entry : list(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                moveUp(entry);
            } else {
                Files.deleteIfExists(entry);
            }
        }
    }

    /** A folder can be moved only by who may write to it. */
    private void moveUp(Path folder) throws IOException {
        Path name = freeName();
        try {
            Files.move(folder, name);
        } catch (AccessDeniedException closed) {
            open(folder);
            Files.move(folder, name);
        }
    }

    private Path freeName() {
        Path name;
        do {
            name = root.resolve(".removed-" + moved++);
        } while (Files.exists(name, LinkOption.NOFOLLOW_LINKS));
        return name;
    }

    private static List<Path> list(Path folder) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException gone) {
            return List.of();
        }
        return entries;
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, OPEN);
    }
}
