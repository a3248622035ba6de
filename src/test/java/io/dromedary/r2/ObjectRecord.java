package io.dromedary.r2;

import java.time.Instant;
import java.util.Map;

/**
 * What is written down about an object, beside its content.
 *
 * @param file         name of the content's file in the bucket's folder of contents
 * @param etag         without quotes
 * @param modified     seconds since 1970
 * @param headers      content-type, cache-control and the like, by lower-case name
 * @param metadata     without the x-amz-meta- prefix
 * @param storageClass STANDARD or STANDARD_IA
 */
record ObjectRecord(String key, String file, long size, String etag, long modified, Map<String, String> headers,
        Map<String, String> metadata, String storageClass) {

    Instant lastModified() {
        return Instant.ofEpochSecond(modified);
    }

    String contentType() {
        return headers.getOrDefault("content-type", "application/octet-stream");
    }
}
