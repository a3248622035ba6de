package io.dromedary.connection;

/**
 * A store that media is read from and written to: its address and access key. The secret is not included; only {@link
 * ConnectionStore#secret} returns it.
 *
 * @param id          {@code conn_…}
 * @param project     the only project that sees it
 * @param kind        {@code s3}
 * @param name        unique in its project, chosen by its owner
 * @param endpoint    URL of the S3 API without a path
 * @param region      {@code auto} for R2
 * @param accessKeyId id of the access key
 * @param isDefault   used for {@code s3://} jobs of its project that name no connection
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
