package io.dromedary.watch;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An object in a listing or an event; it has not been read.
 *
 * @param etag without quotes
 * @param size bytes
 */
public record FoundObject(String key, String etag, long size) {

    /** An object of a listing; none if the listing is incomplete for it. */
    static Optional<FoundObject> of(S3Object listed) {
        return listed.key() == null || listed.eTag() == null || listed.size() == null ? Optional.empty()
                : Optional.of(of(listed.key(), listed.eTag(), listed.size()));
    }

    /** Listings quote the tag, events do not. */
    static FoundObject of(String key, String etag, long size) {
        return new FoundObject(key, etag.replace("\"", ""), size);
    }

    /** Does it mark a directory? Some tools create such objects. */
    boolean isDirectory() {
        return key.endsWith("/");
    }
}
