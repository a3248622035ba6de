package io.dromedary.connection;

/**
 * A store that media is read from and written to: where it is and who asks. The secret is not in here; only
 * {@link ConnectionStore#secret} has it.
 *
 * @param id          {@code conn_…}
 * @param project     whose it is: no other sees it
 * @param kind        {@code s3}
 * @param name        unique in its project, chosen by its owner
 * @param endpoint    URL of the S3 API without a path
 * @param region      {@code auto} for R2
 * @param accessKeyId names the token
 * @param isDefault   used when an {@code s3://} job of its project names no connection
 * @param createdAt   Unix milliseconds
 * @param updatedAt   Unix milliseconds
 */
public record Connection(
        String id,
        String project,
        String kind,
        String name,
        String endpoint,
        String region,
        String accessKeyId,
        boolean isDefault,
        long createdAt,
        long updatedAt) {
}
