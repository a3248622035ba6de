package io.dromedary.upload;

import java.time.Duration;

/**
 * The limits of uploads.
 *
 * @param maxBytes     the largest upload
 * @param openPerKey   how many a key may have that are not complete
 * @param projectBytes the sum of the announced sizes of all uploads of a project that this server stores; 0: no limit
 * @param kept         how long an upload is kept that is not complete, or that no job reads
 */
public record UploadBounds(long maxBytes, long openPerKey, long projectBytes, Duration kept) {
}
