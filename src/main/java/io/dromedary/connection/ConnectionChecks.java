package io.dromedary.connection;

import io.dromedary.connection.ConnectionCheck.Result;
import io.dromedary.net.ObjectKeys;
import io.dromedary.problem.Problem;
import io.dromedary.storage.StoreAnswer;
import io.dromedary.storage.StoreReasons;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The steps of a {@link ConnectionCheck}. Each sends the smallest request that gives an answer, and none concerns the
 * bucket itself, which R2 forbids for tokens of objects.
 */
public final class ConnectionChecks {

    private static final int RANDOM_BYTES = 8;
    /** In percent. */
    private static final int WHOLE = 100;
    /** A timeout of zero is not possible. */
    private static final long LEAST_NANOS = 1_000_000;

    private final SecureRandom random;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /**
     * @param patience how long a check may take in all: a person waits for the answer
     * @param nanoTime the clock
     */
    public ConnectionChecks(SecureRandom random, Duration patience, LongSupplier nanoTime) {
        this.random = random;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Starts a check, and its time. */
    public ConnectionCheck begin(ConnectionCheck check) {
        check.begun(nanoTime.getAsLong());
        return check;
    }

    /**
     * Limits a request, including its repetitions.
     *
     * @param percent of the total time after which it must have ended
     */
    private AwsRequestOverrideConfiguration until(ConnectionCheck check, int percent) {
        long left = patience.toNanos() / WHOLE * percent - (nanoTime.getAsLong() - check.begunNanos());
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofNanos(Math.max(left, LEAST_NANOS))).build();
    }

    /** Leaves time to delete the object that is written. */
    private AwsRequestOverrideConfiguration looking(ConnectionCheck check) {
        return until(check, check.isWriteAsked() ? 50 : WHOLE);
    }

    /** Lists one key. */
    public void list(ConnectionCheck check) {
        try {
            Optional<String> key = check.client().listObjectsV2(ListObjectsV2Request.builder()
                            .bucket(check.bucket()).prefix(check.prefix()).maxKeys(1)
                            .overrideConfiguration(looking(check)).build())
                    .contents().stream().map(S3Object::key).filter(ObjectKeys::isPlain).findFirst();
            check.listed(Result.fine(), key);
        } catch (SdkException | Problem e) {
            check.listed(Result.failed(StoreReasons.explain(e, "list", bucketOf(check))), Optional.empty());
        }
    }

    /** Reads the first byte of the listed object. */
    public void read(ConnectionCheck check) {
        if (!check.list().ok()) {
            check.readTried(Result.failed("Not tried, as no object could be listed."));
        } else if (check.sample().isEmpty()) {
            check.readTried(new Result(true,
                    "ok as far as can be told: there is no object here yet on which to try it."));
        } else {
            check.readTried(readOneByte(check, check.sample().get()));
        }
    }

    private Result readOneByte(ConnectionCheck check, String key) {
        try {
            // Does not read further if the store sends more than was requested.
            check.client().getObject(request -> request.bucket(check.bucket()).key(key).range("bytes=0-0")
                    .overrideConfiguration(looking(check)), (head, body) -> {
                        int first = body.read();
                        body.abort();
                        return first;
                    });
            return Result.fine();
        } catch (S3Exception e) {
            // An empty object has no first byte; this answer shows that reading is allowed.
            return StoreAnswer.of(e) == StoreAnswer.NO_SUCH_RANGE ? Result.fine()
                    : Result.failed(StoreReasons.explain(e, "read", bucketOf(check)));
        } catch (SdkException | Problem e) {
            return Result.failed(StoreReasons.explain(e, "read", bucketOf(check)));
        }
    }

    private static String bucketOf(ConnectionCheck check) {
        return "the bucket '" + check.bucket() + "'";
    }

    /** Writes a tiny object. */
    public void write(ConnectionCheck check) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String key = check.prefix() + ".dromedary-check-" + HexFormat.of().formatHex(bytes);
        try {
            check.client().putObject(request -> request.bucket(check.bucket()).key(key).contentType("text/plain")
                    .overrideConfiguration(until(check, 70)), RequestBody.fromString("ok"));
            check.written(key);
        } catch (SdkException | Problem e) {
            check.writeTried(Result.failed(StoreReasons.explain(e, "write", bucketOf(check))));
        }
    }

    /** Deletes the object if it was written. */
    public void remove(ConnectionCheck check) {
        check.written().ifPresent(key -> {
            try {
                check.client().deleteObject(request -> request.bucket(check.bucket()).key(key)
                        .overrideConfiguration(until(check, WHOLE)));
                check.writeTried(Result.fine());
            } catch (SdkException | Problem e) {
                check.writeTried(Result.failed("The object '" + key + "' was written, and could not be deleted again: "
                        + StoreReasons.explain(e, "delete", bucketOf(check))));
            }
        });
    }
}
