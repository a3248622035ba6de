package io.dromedary.r2;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All buckets, each a folder below {@code buckets/}; whatever lies there at the start is served again. */
final class ObjectFolder {

    private final Path root;
    private final JsonFiles json;
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    ObjectFolder(Path root, JsonFiles json) throws IOException {
        this.root = Files.createDirectories(root.resolve("buckets"));
        this.json = json;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.root)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                buckets.put(name, new Bucket(name, folder, json));
            }
        }
    }

    Collection<Bucket> buckets() {
        return Collections.unmodifiableCollection(buckets.values());
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    Bucket get(String name) {
        return find(name).orElseThrow(R2Error::noSuchBucket);
    }

    /** False when it was there already. */
    synchronized boolean create(String name) throws IOException {
        if (!name.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
            throw new R2Error(400, "InvalidBucketName", "The specified bucket name is not valid.");
        }
        if (buckets.containsKey(name)) {
            return false;
        }
        buckets.put(name, new Bucket(name, Files.createDirectories(root.resolve(name)), json));
        return true;
    }

    synchronized void delete(String name) throws IOException {
        Bucket bucket = get(name);
        if (!bucket.objects().isEmpty()) {
            throw new R2Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.");
        }
        buckets.remove(name);
        try (Stream<Path> files = Files.walk(root.resolve(name))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
