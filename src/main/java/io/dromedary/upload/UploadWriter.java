package io.dromedary.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to the file of an upload. Used by one thread at a time. */
public final class UploadWriter implements AutoCloseable {

    private final FileChannel file;
    private final Path folder;
    private final long start;

    UploadWriter(FileChannel file, Path folder) throws IOException {
        this.file = file;
        this.folder = folder;
        this.start = file.position();
    }

    /** Where the next byte goes. */
    public long offset() throws IOException {
        return file.position();
    }

    public void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    /** Drops what this writer has written. */
    public void undo() throws IOException {
        file.truncate(start);
    }

    /** Closes it; what was written is durable then, and so is the name of the file. */
    @Override
    public void close() throws IOException {
        try (file; var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            file.force(true);
            names.force(true);
        }
    }
}
