package io.dromedary.storage;

import io.dromedary.net.ObjectKeys;
import java.util.Optional;

/**
 * An {@code s3://bucket/key} URL. The key is not decoded: S3 keys may contain any character, and common tools take such
 * URLs literally too.
 */
public record ObjectUrl(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /** Parses an {@code s3://} URL; none if it is no such URL, or the bucket or key is empty. */
    public static Optional<ObjectUrl> parse(String url) {
        if (!url.startsWith(SCHEME)) {
            return Optional.empty();
        }
        int slash = url.indexOf('/', SCHEME.length());
        if (slash <= SCHEME.length() || slash == url.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new ObjectUrl(url.substring(SCHEME.length(), slash), url.substring(slash + 1)));
    }

    /** Do all programs read the key in the same way? Some resolve a '.' or '..' between slashes. */
    public boolean isPlain() {
        return ObjectKeys.isPlain(key);
    }

    /** Does the key name a directory, where a file gets its own name? */
    public boolean isDirectory() {
        return key.endsWith("/");
    }

    /** The object of this name in this directory. */
    public ObjectUrl resolve(String name) {
        return new ObjectUrl(bucket, key + name);
    }

    /** The object of this name in the directory that this object is in. */
    public ObjectUrl sibling(String name) {
        return new ObjectUrl(bucket, key.substring(0, key.lastIndexOf('/') + 1) + name);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
