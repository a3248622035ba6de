package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** Makes a folder anew. */
    public static void open(Path folder) {
        remove(folder);
        create(folder);
    }

    /** Removes what an earlier life of this node left behind. Call it before any job begins. */
    public void sweep() {
        try (Stream<Path> folders = Files.list(root)) {
            folders.forEach(Workspace::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder cannot be swept", e);
        }
    }

    /** Removes a folder with all that is in it; fine when it is gone already. Links are removed, not followed. */
    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be removed", e);
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
