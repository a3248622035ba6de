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
 * Recognizes objects that this server has written, by marks in their metadata: a store may have written an object
 * although its answer was lost.
 */
public final class OwnObjects {

    private static final Logger LOG = LoggerFactory.getLogger(OwnObjects.class);

    /** Short, as the caller has already waited for the first answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Refusals that do not tell whether an earlier try succeeded: that may have caused them. */
    private static final Set<Integer> SAYS_NOTHING = Set.of(409, 412);

    private OwnObjects() {
    }

    /**
     * Was an object written although the request failed? After a refusal it was not, and the store is not asked.
     *
     * @param bytes size of the object
     * @param marks metadata of the object
     * @return false also if the store does not answer
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
