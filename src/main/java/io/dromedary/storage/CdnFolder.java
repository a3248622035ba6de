package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.StreamSupport;

/** The folder of published files: one folder for each job, complete or absent. */
public final class CdnFolder {

    /** Hidden, so that incomplete files are not served. */
    private static final String INCOMING = ".incoming-";

    private final Path root;
    private final String baseUrl;

    /** @param baseUrl its URL, without a slash at the end */
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
     * Publishes a folder as that of a job, by one rename. It replaces what an earlier attempt published, whose URL nobody
     * knows, as the job had not ended. An attempt that is no longer current changes nothing at any moment: a rename does
     * not overwrite an existing folder, and before and after moving that away the gate is checked again.
     *
     * @param gate tells whether the attempt is still current
     * @throws CancellationException when it does not
     */
    public void publish(String jobId, Path folder, PublishGate gate) {
        try {
            if (Files.getFileStore(folder).equals(Files.getFileStore(root))) {
                publishHere(jobId, folder, gate);
            } else {
                publishCopy(jobId, folder, gate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The result of " + jobId + " cannot be moved into the CDN folder", e);
        }
    }

    /** Copies first, as a rename cannot move a folder to another file system. */
    private void publishCopy(String jobId, Path folder, PublishGate gate) throws IOException {
        Path incoming = Files.createTempDirectory(root, INCOMING + jobId + "-");
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, incoming.resolve(folder.getFileName()).resolve(folder.relativize(file).toString()));
            }
            publishHere(jobId, incoming.resolve(folder.getFileName()), gate);
        } finally {
            FolderRemoval.remove(incoming);
        }
    }

    private void publishHere(String jobId, Path folder, PublishGate gate) throws IOException {
        Path target = root.resolve(jobId);
        flush(folder);
        check(gate, jobId);
        if (!rename(folder, target)) {
            replace(jobId, target, folder, gate);
        }
        force(root, StandardOpenOption.READ);
    }

    private static void replace(String jobId, Path target, Path folder, PublishGate gate) throws IOException {
        Path earlier = folder.resolveSibling("earlier");
        check(gate, jobId);
        Files.move(target, earlier, StandardCopyOption.ATOMIC_MOVE);
        Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        if (!gate.isOpen()) {
            Files.move(target, folder, StandardCopyOption.ATOMIC_MOVE);
            Files.move(earlier, target, StandardCopyOption.ATOMIC_MOVE);
            check(gate, jobId);
        }
    }

    private static boolean rename(Path folder, Path target) throws IOException {
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (Files.exists(target)) {
                return false;
            }
            throw e;
        }
    }

    private static void check(PublishGate gate, String jobId) {
        if (!gate.isOpen()) {
            throw new CancellationException("The result of " + jobId + " is not published: another attempt counts");
        }
    }

    /** Removes unpublished copies of servers that were killed, but none that is being written. */
    public void sweep(Instant before) {
        try (var folders = Files.newDirectoryStream(root, INCOMING + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    FolderRemoval.remove(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The CDN folder cannot be read", e);
        }
    }

    /** Removes the published files of a job. */
    public void withdraw(String jobId) {
        FolderRemoval.remove(root.resolve(jobId));
    }

    /** Does this URL lead into this folder? The file need not exist. */
    public boolean owns(String url) {
        return url.startsWith(baseUrl + "/");
    }

    /** The published file that a URL names, signed or not; none if it does not exist or the URL leads elsewhere. */
    public Optional<Path> published(String url) {
        return name(url).map(CdnSigner::bare).flatMap(this::file);
    }

    /** The path in this folder that a URL names; none if it leads elsewhere or is no URL. */
    Optional<String> name(String url) {
        if (!owns(url)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(url).getPath().substring(URI.create(baseUrl + "/").getPath().length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The published file of this name.
     *
     * @param name its path in this folder
     * @return none if there is no such file, or it is hidden, or its path contains a link or dots
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
        return url(jobId + "/" + file);
    }

    /** The public URL of a file, named by its path in this folder. */
    String url(String name) {
        return baseUrl + "/" + FileNames.urlPath(name);
    }

    /** Flushes the files: what is published must survive a power failure. */
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
