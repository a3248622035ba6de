package io.dromedary.server;

import io.dromedary.database.Ids;
import io.dromedary.database.OwnerOnlyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of a node. Only one process at a time can use it. */
final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String NODE_ID = "node.id";
    private static final String DATABASE = "dromedary.db*";
    /** With less free space than this, the folder counts as full. */
    static final int CHECK_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel lock;
    private final boolean isNew;

    private DataFolder(Path path, FileChannel lock, boolean isNew) {
        this.path = path;
        this.lock = lock;
        this.isNew = isNew;
    }

    /** Creates the folder if there is none, and locks it for this process. */
    static DataFolder open(Path path) {
        try {
            // An empty volume may be mounted here.
            boolean isNew = !Files.exists(path.resolve(NODE_ID));
            OwnerOnlyFiles.makeFolder(path);
            FileChannel channel = FileChannel.open(path.resolve("lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel)) {
                channel.close();
                throw new IllegalStateException("The data folder " + path + " is used by another server: stop that one,"
                        + " or give this one a folder of its own with DROMEDARY_DATA.");
            }
            leaveToOwner(path);
            return new DataFolder(path, channel, isNew);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + path + " cannot be used: is it writable? Another one can"
                    + " be named by DROMEDARY_DATA.", e);
        }
    }

    /** Removes permissions of others: earlier versions created the files with those of the umask. */
    private static void leaveToOwner(Path path) throws IOException {
        try (var files = Files.newDirectoryStream(path, DATABASE)) {
            for (Path file : files) {
                OwnerOnlyFiles.close(file);
            }
            if (OwnerOnlyFiles.isOpen(path)) {
                OwnerOnlyFiles.close(path);
                LOG.warn("The data folder {} was open to others, and is closed to them now (0700). Another program that serves"
                        + " files of the CDN needs them in a folder elsewhere (dromedary.cdn)", path);
            }
        } catch (FileSystemException e) {
            LOG.warn("The data folder {} is open to others, and this server may not change that ({}): 'chmod 700 {}' closes it",
                    path, e.getReason(), path);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /**
     * The id of the node that this folder belongs to, created with the folder. The process that holds the folder is that node.
     */
    String nodeId() throws IOException {
        Path file = path.resolve(NODE_ID);
        if (!Files.exists(file)) {
            Path made = Files.writeString(path.resolve("node.id.new"), Ids.next("node"));
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String id = Files.readString(file).strip();
        if (id.isEmpty()) {
            throw new IllegalStateException("The file " + file + " is empty: remove it, and this node gets a new id.");
        }
        return id;
    }

    /** Had no server used it before this start? */
    boolean isNew() {
        return isNew;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Fails if nothing can be written here. */
    void checkWritable() throws IOException {
        checkWritable(path);
    }

    /** Fails if nothing can be written to a folder. Writes some bytes, as an empty file would fit even on a full disk. */
    static void checkWritable(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".check", "");
        try {
            Files.write(file, new byte[CHECK_BYTES]);
        } finally {
            Files.delete(file);
        }
    }

    /** The free bytes of the file system. */
    long freeBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
