package io.dromedary.storage;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Knows again what this server has put into a store, by marks in its metadata: a store may have done what it was asked,
 * and its answer be lost.
 */
public final class OwnObjects {

    private static final Logger LOG = LoggerFactory.getLogger(OwnObjects.class);

    /** Whoever looks has waited for the answer already. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Refusals that say nothing of what became of the first try, which they may come of. */
    private static final Set<Integer> SAYS_NOTHING = Set.of(409, 412);

    private OwnObjects() {
    }

    /**
     * Was a write done all the same that failed so? Where the store said no it was not, and is not asked.
     *
     * @param bytes how many were written
     * @param marks what was written beside them
     * @return also false when the store does not tell
     */
    public static boolean isWritten(S3Client client, ObjectUrl target, long bytes, Map<String, String> marks,
            SdkException failure) {
        if (failure instanceof S3Exception answer && StoreAnswer.isRefusal(answer) && !SAYS_NOTHING.contains(answer.statusCode())) {
            return false;
        }
        try {
            HeadObjectResponse there = client.headObject(request -> request.bucket(target.bucket()).key(target.key())
                    .overrideConfiguration(bounded -> bounded.apiCallTimeout(PATIENCE)));
            boolean written = there.contentLength() != null && there.contentLength() == bytes
                    && there.metadata().entrySet().containsAll(marks.entrySet());
            if (written) {
                LOG.info("{} is there, though its store did not say so: {}", target, failure.getMessage());
            }
            return written;
        } catch (SdkException e) {
            LOG.debug("Nobody can say whether {} is there", target, e);
            return false;
        }
    }
}
