package io.dromedary.ffmpeg;

import io.dromedary.storage.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The folders of one attempt: separate ones for what the server gives to guests, what was collected from them, and where
 * they work. Only this package knows where a guest works.
 *
 * <pre>
 * given/     what guests read: the input, a watermark, subtitles; no guest can change it
 * out/       results; guests of later commands read them
 * notes/     texts that guests wrote for the server; no guest sees them
 * guest-1/   where one run of ffmpeg or ffprobe works; removed at its end
 * </pre>
 */
public final class JobFolder {

    /** A guest with another user id can pass through, but not list entries. */
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

    private final Path root;
    private final AtomicInteger guests = new AtomicInteger();

    /**
     * The folders of an attempt, which are not created yet.
     *
     * @param root the attempt's own folder
     */
    public JobFolder(Path root) {
        this.root = root;
    }

    /** Creates the folders; removes earlier ones. */
    public void open() {
        remove();
        try {
            Files.createDirectories(root);
            Files.createDirectory(given());
            Files.createDirectory(results());
            Files.createDirectory(notes());
            Files.setPosixFilePermissions(root, PASSABLE);
            Files.setPosixFilePermissions(given(), PASSABLE);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of a job cannot be made", e);
        }
    }

    /** Makes the folders of what guests leave anew, for another result of the same input. */
    public void renew() {
        for (Path old : new Path[] {results(), notes(), root.resolve("earlier")}) {
            FolderRemoval.remove(old);
        }
        try {
            Files.createDirectory(results());
            Files.createDirectory(notes());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of a result cannot be made", e);
        }
    }

    /** Moves all results into a folder among them. */
    public void nest(String name) {
        try {
            Path moved = root.resolve("nested");
            Files.move(results(), moved);
            Files.createDirectory(results());
            Files.move(moved, results().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be moved", e);
        }
    }

    /** Removes all folders, if they exist. */
    public void remove() {
        FolderRemoval.remove(root);
    }

    /** The folder of what the server gives to guests. */
    public Path given() {
        return root.resolve("given");
    }

    /** The folder of what is published. */
    public Path results() {
        return root.resolve("out");
    }

    /** The folder of texts that guests wrote for the server. */
    public Path notes() {
        return root.resolve("notes");
    }

    /**
     * The real path of a path in a command, which is relative to the guest's folder: {@code ../given/input}.
     *
     * @throws IllegalArgumentException if it leads out of what a guest may see
     */
    public Path resolve(Path asGuestsSeeIt) {
        Path mounts = root.resolve("guest").resolve(asGuestsSeeIt).normalize();
        if (!mounts.startsWith(given()) && !mounts.startsWith(results())) {
            throw new IllegalArgumentException(asGuestsSeeIt + " is no file of a job");
        }
        return mounts;
    }

    /** The path in commands of a file in {@link #given} or {@link #results}. */
    public Path asGuestsSeeIt(Path mounts) {
        return Path.of("..").resolve(root.relativize(mounts));
    }

    Path newGuest() {
        try {
            return Files.createDirectory(root.resolve("guest-" + guests.incrementAndGet()));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of a run of ffmpeg cannot be made", e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
