package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The folder of published files: one folder a job, there whole or not at all. */
public final class CdnFolder {

    /** Hidden, so that nobody is served what is not whole. */
    private static final String INCOMING = ".incoming-";

    private final Path root;
    private final String baseUrl;

    /**
     * A folder that is served.
     *
     * @param baseUrl its URL, without a slash at the end
     */
    public CdnFolder(Path root, String baseUrl) {
        this.root = root.toAbsolutePath().normalize();
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
            Path whole = onThisDisk(folder, jobId);
            Workspace.remove(target);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
            force(root, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException("The result of " + jobId + " cannot be moved into the CDN folder", e);
        }
    }

    /** The folder itself, or a copy of it that nobody is served when it is on another disk. */
    private Path onThisDisk(Path folder, String jobId) throws IOException {
        if (Files.getFileStore(folder).equals(Files.getFileStore(root))) {
            return folder;
        }
        Path copy = Files.createTempDirectory(root, INCOMING + jobId + "-");
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                Files.copy(file, copy.resolve(folder.relativize(file).toString()));
            }
            Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
            flush(copy);
            return copy;
        } catch (IOException | RuntimeException e) {
            Workspace.remove(copy);
            throw e;
        }
    }

    /** Removes copies that were never published, as their server ended; none that is being written now. */
    public void sweep(Instant before) {
        try (var folders = Files.newDirectoryStream(root, INCOMING + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    Workspace.remove(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The CDN folder cannot be read", e);
        }
    }

    /** Takes back what was published of a job. */
    public void withdraw(String jobId) {
        Workspace.remove(root.resolve(jobId));
    }

    /** Is this the URL of something in this folder, whether it is there or not? */
    public boolean owns(String url) {
        return url.startsWith(baseUrl + "/");
    }

    /** The published file that a URL names; none when there is none, or the URL is another's. */
    public Optional<Path> published(String url) {
        if (!owns(url)) {
            return Optional.empty();
        }
        try {
            return file(URI.create(url).getPath().substring(URI.create(baseUrl + "/").getPath().length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The published file of this name.
     *
     * @param name its path in this folder
     * @return none when there is no such file, or when a link, a dot or anything else would lead to it
     */
    public Optional<Path> file(String name) {
        Path file = root.resolve(name).normalize();
        try {
            boolean is = file.startsWith(root) && !name.endsWith("/") && !isHidden(root.relativize(file))
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.toRealPath().equals(root.toRealPath().resolve(root.relativize(file)));
            return is ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The CDN folder cannot be read", e);
        }
    }

    private static boolean isHidden(Path name) {
        return StreamSupport.stream(name.spliterator(), false).anyMatch(part -> part.toString().startsWith("."));
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
