package io.dromedary.watch;

import io.dromedary.problem.Problem;
import io.dromedary.storage.StoreAnswer;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Describes a failure of a store or a queue for the log, and what its reader can do. */
final class FailureText {

    private FailureText() {
    }

    /** Describes the outermost cause that is known here. */
    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return failure.toString();
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof S3Exception s3) {
            return Optional.of("the store answers " + StoreAnswer.text(s3) + hint(StoreAnswer.of(s3)));
        }
        if (cause instanceof QueueFailure) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof Problem) {
            return Optional.of(cause.getMessage().replaceFirst("\\.$", ""));
        }
        if (cause instanceof SdkClientException || cause instanceof IOException) {
            return Optional.of("the connection fails: " + cause.getMessage());
        }
        return Optional.empty();
    }

    private static String hint(StoreAnswer answer) {
        return switch (answer) {
            case UNKNOWN_KEY, WRONG_SECRET, FORBIDDEN -> " (may its token list and read the bucket, and write to it where"
                    + " sources are moved or deleted?)";
            case NO_BUCKET, NO_OBJECT -> " (is the bucket's name right?)";
            default -> "";
        };
    }
}
