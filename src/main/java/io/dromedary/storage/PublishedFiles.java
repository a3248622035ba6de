package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that jobs have in the CDN folder, for results that have them, too. A published file is never changed, so
 * another result has it as a further link to it, or as a copy on another file system.
 */
public final class PublishedFiles {

    private final Path root;

    public PublishedFiles(CdnFolder cdn) {
        this.root = cdn.root();
    }

    /** The published files of a job: their bytes, by their names in its folder; none if it has no folder. */
    public SortedMap<String, Long> of(String jobId) {
        Path published = root.resolve(jobId);
        var found = new TreeMap<String, Long>();
        if (Files.isDirectory(published)) {
            try (var files = Files.walk(published)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    found.put(published.relativize(file).toString(), Files.size(file));
                }
            } catch (IOException e) {
                throw failure(jobId, e);
            }
        }
        return found;
    }

    /** Are these files of a job published, and no others? {@code expected} has their bytes, by their names. */
    public boolean has(String jobId, Map<String, Long> expected) {
        return of(jobId).equals(expected);
    }

    /**
     * Puts all published files of a job into a folder, too.
     *
     * @param expected their bytes, by their names
     * @return whether these files were there, and no others; if not, the folder is empty
     */
    public boolean give(String jobId, Map<String, Long> expected, Path folder) {
        if (!has(jobId, expected)) {
            return false;
        }
        try {
            for (String name : expected.keySet()) {
                add(root.resolve(jobId).resolve(name), folder.resolve(name));
            }
            return true;
        } catch (NoSuchFileException removedMeanwhile) {
            return emptied(jobId, folder);
        } catch (IOException e) {
            throw failure(jobId, e);
        }
    }

    private static boolean emptied(String jobId, Path folder) {
        FolderRemoval.remove(folder);
        try {
            Files.createDirectory(folder);
            return false;
        } catch (IOException e) {
            throw failure(jobId, e);
        }
    }

    /** Adds to a folder what is published of the job already, and is not in it, so that publishing it keeps that. */
    public void keep(String jobId, Path folder) {
        try {
            for (String name : of(jobId).keySet()) {
                if (!Files.exists(folder.resolve(name))) {
                    add(root.resolve(jobId).resolve(name), folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw failure(jobId, e);
        }
    }

    private static void add(Path published, Path other) throws IOException {
        Files.createDirectories(other.getParent());
        if (Files.getFileStore(published).equals(Files.getFileStore(other.getParent()))) {
            Files.createLink(other, published);
        } else {
            Files.copy(published, other);
        }
    }

    private static UncheckedIOException failure(String jobId, IOException cause) {
        return new UncheckedIOException("The published files of " + jobId + " cannot be used again", cause);
    }
}
