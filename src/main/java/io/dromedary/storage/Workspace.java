package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where jobs have their folders while they are at work. */
public final class Workspace {

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

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made", e);
        }
    }
}
