package io.dromedary.watch;

/**
 * An object as a listing or an event tells of it; nobody has opened it.
 *
 * @param etag without quotes
 * @param size bytes
 */
public record FoundObject(String key, String etag, long size) {

    /** Listings quote the tag, events do not. */
    static FoundObject of(String key, String etag, long size) {
        return new FoundObject(key, etag.replace("\"", ""), size);
    }

    /** Some tools mark a directory by an object whose key ends so. */
    boolean isDirectory() {
        return key.endsWith("/");
    }
}
