package io.dromedary.upload;

import io.dromedary.database.OwnerOnlyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of uploads on the disk of a node: one file each, named by the id. Bytes are only ever appended, one after the
 * other, so that the length of the file is how far the upload is, whatever has killed the client or the server.
 */
public final class UploadFolder {

    private final Path folder;

    public UploadFolder(Path folder) {
        this.folder = folder;
        try {
            OwnerOnlyFiles.makeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of uploads, " + folder + ", cannot be made", e);
        }
    }

    /** The file of an upload; it may not be there yet. */
    Path file(Upload upload) {
        return folder.resolve(upload.id());
    }

    /** How many bytes of it are there, and survive a loss of power. */
    public long offset(Upload upload) {
        try (var file = FileChannel.open(file(upload), StandardOpenOption.WRITE)) {
            file.force(true);
            return file.size();
        } catch (NoSuchFileException nothingYet) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("An upload cannot be read", e);
        }
    }

    /**
     * Opens an upload to append to it.
     *
     * @param offset where to go on; what is behind it is dropped
     */
    public UploadWriter open(Upload upload, long offset) throws IOException {
        var file = FileChannel.open(file(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            file.truncate(offset).position(offset);
            return new UploadWriter(file, folder);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    void remove(Upload upload) throws IOException {
        Files.deleteIfExists(file(upload));
    }
}
