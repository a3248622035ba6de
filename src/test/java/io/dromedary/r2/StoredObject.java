package io.dromedary.r2;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * An object as the double keeps it.
 *
 * @param path         the file with the content; it goes when the object is overwritten or deleted
 * @param size         bytes
 * @param etag         without quotes: the MD5 in hex; after a multipart upload {@code <md5 of the parts' md5s>-<parts>}
 * @param contentType  as given by the writer
 * @param metadata     the {@code x-amz-meta-} headers, without that prefix
 * @param lastModified when it was published, whole seconds by the double's clock
 */
public record StoredObject(Path path, long size, String etag, String contentType, Map<String, String> metadata,
        Instant lastModified) {
}
