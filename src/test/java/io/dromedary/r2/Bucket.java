package io.dromedary.r2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * One bucket in its folder: {@code content/} holds a file per object version, {@code index/} a JSON file per key which
 * names the current one. Replacing the JSON file is the act of publishing, so content and metadata change together; the
 * old content is unlinked afterwards, and who has it open reads it to its end.
 */
final class Bucket {

    /** S3 lists keys in the order of their UTF-8 bytes, which is not the order of Java's strings. */
    private static final Comparator<String> BYTE_ORDER = (a, b) -> Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final String name;
    private final Path content;
    private final Path index;
    private final JsonFiles json;
    private final Instant created;
    private final NavigableMap<String, ObjectRecord> objects = new ConcurrentSkipListMap<>(BYTE_ORDER);

    /** An object with its content opened: what happens to the key later does not matter to the reader. */
    record Opened(ObjectRecord record, FileChannel channel) {
    }

    Bucket(String name, Path folder, JsonFiles json) throws IOException {
        this.name = name;
        this.json = json;
        this.content = Files.createDirectories(folder.resolve("content"));
        this.index = Files.createDirectories(folder.resolve("index"));
        this.created = Files.getLastModifiedTime(folder).toInstant();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(index, "*.json")) {
            for (Path file : files) {
                ObjectRecord record = json.read(file, ObjectRecord.class);
                objects.put(record.key(), record);
            }
        }
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    NavigableMap<String, ObjectRecord> objects() {
        return Collections.unmodifiableNavigableMap(objects);
    }

    Optional<ObjectRecord> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    Path pathOf(ObjectRecord record) {
        return content.resolve(record.file());
    }

    /** A new file on the same disk as the contents, for a body that may become an object. */
    Path newFile() {
        return content.resolve(UUID.randomUUID() + ".bin");
    }

    Optional<Opened> open(String key) throws IOException {
        while (true) {
            ObjectRecord record = objects.get(key);
            if (record == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Opened(record, FileChannel.open(pathOf(record))));
            } catch (NoSuchFileException e) {
                // Overwritten between look-up and open: look again. A content that is gone for good is an error.
                if (objects.get(key) == record) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes a file of {@link #newFile()} the object of its key.
     *
     * @param check sees the record to be replaced, if any, while no other writer can change it, and may throw
     */
    synchronized void publish(ObjectRecord record, Consumer<Optional<ObjectRecord>> check) throws IOException {
        ObjectRecord old = objects.get(record.key());
        check.accept(Optional.ofNullable(old));
        json.write(indexFile(record.key()), record);
        objects.put(record.key(), record);
        if (old != null) {
            Files.deleteIfExists(pathOf(old));
        }
    }

    synchronized void delete(String key) throws IOException {
        ObjectRecord old = objects.remove(key);
        if (old != null) {
            Files.deleteIfExists(indexFile(key));
            Files.deleteIfExists(pathOf(old));
        }
    }

    /** Keys may be longer than a file name and hold anything, so the file is named by the key's hash. */
    private Path indexFile(String key) {
        byte[] hash = Digests.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return index.resolve(HexFormat.of().formatHex(hash) + ".json");
    }
}
