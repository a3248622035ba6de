package io.dromedary.storage;

import io.dromedary.net.ObjectKeys;
import java.util.Optional;

/**
 * An {@code s3://bucket/key} URL. The key is taken as it stands, without any decoding: S3 keys may hold every
 * character, and the tools that people use with such URLs take them literally too.
 */
public record ObjectUrl(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /** The bucket and key of an {@code s3://} URL; none when it is no such URL or one of them is empty. */
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

    /** Does the key mean the same to whoever reads it? Some take a '.' or '..' between slashes for another place. */
    public boolean isPlain() {
        return ObjectKeys.isPlain(key);
    }

    /** Does the key name a directory, into which a file goes under a name of its own? */
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
