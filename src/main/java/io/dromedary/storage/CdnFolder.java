package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The folder of published files: one folder a job, there whole or not at all. */
public final class CdnFolder {

    private final Path root;
    private final String baseUrl;

    /**
     * A folder that is served.
     *
     * @param baseUrl its URL, without a slash at the end
     */
    public CdnFolder(Path root, String baseUrl) {
        this.root = root;
        this.baseUrl = baseUrl;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException("The CDN folder " + root + " cannot be made", e);
        }
    }

    public Path root() {
        return root;
    }

    /**
     * Publishes a folder as that of a job, by one rename. What an earlier attempt published is replaced: its URL was
     * never given out, as its job had not ended.
     */
    public void publish(String jobId, Path folder) {
        Path target = root.resolve(jobId);
        try {
            flush(folder);
            Workspace.remove(target);
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            force(root, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException("The result of " + jobId + " cannot be moved into the CDN folder", e);
        }
    }

    /** Takes back what was published of a job. */
    public void withdraw(String jobId) {
        Workspace.remove(root.resolve(jobId));
    }

    /** The public URL of a file of a job, named by its path in the job's folder. */
    public String url(String jobId, String file) {
        return baseUrl + "/" + jobId + "/" + FileNames.urlPath(file);
    }

    /** Published means that it is there after a power cut too. */
    private static void flush(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                force(file, Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE);
            }
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
