package io.dromedary.upload;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Decides where the bytes of a new upload go. */
public final class UploadPlaces {

    /** Up to this, a store gets the file in one piece: a lost connection costs little. */
    private static final long ONE_PIECE = 64L << 20;
    private static final long LEAST_PART = 16L << 20;
    /** An answer lists the URL of every part. */
    private static final long MOST_PARTS = 1_000;

    private final Jdbi jdbi;
    private final String node;
    private final Set<String> roles;
    private final Optional<Bucket> bucket;

    /**
     * The bucket of the settings.
     *
     * @param prefix     what keys begin with: empty, or with a slash at its end
     * @param connection name or id of the connection that writes it
     */
    public record Bucket(String name, String prefix, String connection) {
    }

    /**
     * @param node   id of this node
     * @param roles  its roles
     * @param bucket where all nodes find uploads; none: on the disk of the only node
     */
    public UploadPlaces(Database database, String node, Set<String> roles, Optional<Bucket> bucket) {
        this.jdbi = database.jdbi();
        this.node = node;
        this.roles = roles;
        this.bucket = bucket;
    }

    /** Is this node's disk the one that has it? */
    boolean isHere(Upload.OnNode place) {
        return place.node().equals(node);
    }

    /** Do uploads go to a bucket, unless they name another? */
    public boolean isBucket() {
        return bucket.isPresent();
    }

    /**
     * The place for an upload that names none.
     *
     * @throws Problem {@code unavailable} if workers on other nodes could not read it
     */
    public Upload.Place usual(String id, long bytes) {
        if (bucket.isPresent()) {
            return inBucket(bucket.get().connection(), new ObjectUrl(bucket.get().name(), bucket.get().prefix() + id), true, bytes);
        }
        if (!roles.containsAll(Set.of("api", "worker")) || hasOthers()) {
            throw new Problem(ProblemKind.UNAVAILABLE, "This server has several nodes, which do not share a disk, and no bucket"
                    + " for uploads: set dromedary.uploads to s3://<bucket>/<prefix>, and dromedary.uploads.connection, or name a"
                    + " bucket of your own by 'connection_id' and 'output'.");
        }
        return new Upload.OnNode(node);
    }

    private boolean hasOthers() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from nodes where id <> :id").bind("id", node)
                .mapTo(Long.class).one()) > 0;
    }

    /** An object in a bucket of the caller. */
    public static Upload.InBucket inBucketOfCaller(String connectionId, ObjectUrl object, long bytes) {
        return inBucket(connectionId, object, false, bytes);
    }

    private static Upload.InBucket inBucket(String connection, ObjectUrl object, boolean isOwn, long bytes) {
        long part = Math.max(LEAST_PART, roundUpToMiB((bytes + MOST_PARTS - 1) / MOST_PARTS));
        return new Upload.InBucket(connection, object, isOwn, bytes > ONE_PIECE ? part : 0, Optional.empty());
    }

    private static long roundUpToMiB(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20 << 20;
    }
}
