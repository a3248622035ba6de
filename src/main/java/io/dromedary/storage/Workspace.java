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

/** Where jobs have their folders while they are at work. */
public final class Workspace {

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    /** The names of their folders. */
    private static final String ATTEMPTS = "job_*-*";

    private final Path root;

    public Workspace(Path root) {
        this.root = root;
        create(root);
    }

    /** Where the folder for one attempt of one job is to be. */
    public Path folder(String jobId, int attempt) {
        return root.resolve(jobId + "-" + attempt);
    }

    /** Removes what an earlier life of this node left behind. Call it before any job begins. */
    public void sweep() {
        try (Stream<Path> folders = Files.list(root)) {
            folders.forEach(FolderRemoval::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder cannot be swept", e);
        }
    }

    /**
     * Removes what is left of attempts that are over.
     *
     * @param over   tells these by the names of their folders
     * @param before what was changed later stays
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
            // Its attempt has removed it meanwhile.
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
