package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * Removes a folder with all that is in it, whatever that is. A program that was taken over may have left a thousand
 * levels, whose path no system call takes, and folders that nobody may list. So nothing is walked down: what a folder
 * holds is moved up beside it, and removed there. Links are removed, not followed. Nor is anything kept of what is found:
 * it may be millions of files.
 */
public final class FolderRemoval {

    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

    /** Millions of files take no longer, unless somebody makes them anew meanwhile. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path root;
    private final long start = System.nanoTime();
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
            boolean any;
            do {
                any = dissolveAll();
            } while (any);
        }
        Files.deleteIfExists(root);
    }

    private interface Step {
        void take(Path entry) throws IOException;
    }

    /** Removes the files of the root, and dissolves its folders; was there anything? */
    private boolean dissolveAll() throws IOException {
        return each(root, entry -> {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                dissolve(entry);
            } else {
                Files.deleteIfExists(entry);
            }
        });
    }

    /** Removes the files of a folder, moves its folders up, and removes it. */
    private void dissolve(Path folder) throws IOException {
        try {
            empty(folder);
        } catch (AccessDeniedException closed) {
            open(folder);
            empty(folder);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // What was passed over is found at the next look.
            return;
        }
    }

    private void empty(Path folder) throws IOException {
        each(folder, entry -> {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                moveUp(entry);
            } else {
                Files.deleteIfExists(entry);
            }
        });
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

    /** Takes one step for each entry; were there any? */
    private boolean each(Path folder, Step step) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new IOException("Somebody makes files in it while it is removed");
                }
                any = true;
                step.take(entry);
            }
        } catch (NoSuchFileException gone) {
            return any;
        }
        return any;
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, OPEN);
    }
}
