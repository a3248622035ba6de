package io.dromedary.watch;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object as a listing or an event tells of it; nobody has opened it.
 *
 * @param etag without quotes
 * @param size bytes
 */
public record FoundObject(String key, String etag, long size) {

    /** What a listing tells of an object; none where it does not tell all of it. */
    static Optional<FoundObject> of(S3Object listed) {
        return listed.key() == null || listed.eTag() == null || listed.size() == null ? Optional.empty()
                : Optional.of(of(listed.key(), listed.eTag(), listed.size()));
    }

    /** Listings quote the tag, events do not. */
    static FoundObject of(String key, String etag, long size) {
        return new FoundObject(key, etag.replace("\"", ""), size);
    }

    /** Some tools mark a directory by an object whose key ends so. */
    boolean isDirectory() {
        return key.endsWith("/");
    }
}
