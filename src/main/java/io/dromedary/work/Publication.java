package io.dromedary.work;

import io.dromedary.storage.ContentTypes;
import io.dromedary.storage.ObjectUrl;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the result that is uploaded to a bucket.
 *
 * @param path   where it is now
 * @param target where it goes
 */
public record Publication(Path path, ObjectUrl target) {

    /** The bucket that it goes to. */
    public String bucket() {
        return target.bucket();
    }

    /** The key under which it goes there. */
    public String key() {
        return target.key();
    }

    /** The type with which it is published. */
    public String contentType() {
        return ContentTypes.of(path.getFileName().toString());
    }

    /** The file, for Camel. */
    public File file() {
        return path.toFile();
    }

    /** Its length in bytes. */
    long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException("A result cannot be read", e);
        }
    }
}
