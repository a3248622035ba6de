package io.dromedary.r2;

/**
 * A multipart upload that was neither completed nor aborted.
 *
 * @param bucket   where it would end up
 * @param key      the object it would become
 * @param uploadId its name
 * @param parts    parts received so far
 */
public record OpenUpload(String bucket, String key, String uploadId, int parts) {
}
