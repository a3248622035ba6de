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
 * Removes a folder with all its content, however hostile. A compromised program may have left a thousand levels, whose
 * path is too long for a system call, and folders without permission to list them. So the tree is not walked down:
 * subfolders are moved up to the root, and removed there. Links are removed, not followed. Names are not collected in
 * memory, as there may be millions of files.
 */
public final class FolderRemoval {

    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

    /** Even millions of files take no longer, unless another process keeps creating files. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path root;
    private final long start = System.nanoTime();
    private long moved;

    private FolderRemoval(Path root) {
        this.root = root;
    }

    /**
     * Removes a folder; it need not exist.
     *
     * @throws UncheckedIOException if it cannot be removed, or another process creates files in it
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
            // The next round finds what was moved up.
            boolean any;
            do {
                any = clear(root, this::dissolve);
            } while (any);
        }
        Files.deleteIfExists(root);
    }

    private interface Step {
        void take(Path subfolder) throws IOException;
    }

    /** Removes the files of a folder, moves its folders up, and removes it. */
    private void dissolve(Path folder) throws IOException {
        try {
            clear(folder, this::moveUp);
        } catch (AccessDeniedException closed) {
            open(folder);
            clear(folder, this::moveUp);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // The next round finds what was skipped.
            return;
        }
    }

    /** Moves a folder, which needs permission to write to it. */
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

    /** Removes the files of a folder, and takes a step for each folder in it; tells whether there was anything. */
    private boolean clear(Path folder, Step step) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new IOException("Somebody makes files in it while it is removed");
                }
                any = true;
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    step.take(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
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
