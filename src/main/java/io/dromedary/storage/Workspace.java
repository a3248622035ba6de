package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that contains the folders of running jobs. */
public final class Workspace {

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    /** The pattern of the names of attempts' folders. */
    private static final String ATTEMPTS = "job_*-*";

    private final Path root;

    public Workspace(Path root) {
        this.root = root;
        create(root);
    }

    /** The folder for one attempt of a job. */
    public Path folder(String jobId, int attempt) {
        return root.resolve(jobId + "-" + attempt);
    }

    /** Removes what an earlier process of this node left behind. Call it before any job starts. */
    public void sweep() {
        try (Stream<Path> folders = Files.list(root)) {
            folders.forEach(FolderRemoval::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder cannot be swept", e);
        }
    }

    /**
     * Removes the folders of attempts that have ended.
     *
     * @param over   tells by the name of a folder whether its attempt has ended
     * @param before folders that were changed later stay
     */
    public void sweep(Predicate<String> over, Instant before) {
        try (var folders = Files.newDirectoryStream(root, ATTEMPTS)) {
            for (Path folder : folders) {
                if (over.test(folder.getFileName().toString())
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    FolderRemoval.remove(folder);
                }
            }
        } catch (NoSuchFileException ended) {
            // Its attempt has just removed it.
            LOG.debug("A folder of an attempt went while it was looked at", ended);
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder cannot be swept", e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }
}
