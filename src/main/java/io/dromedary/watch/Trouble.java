package io.dromedary.watch;

import io.dromedary.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the log says of a failure at a store or a queue, and what its reader can do. */
final class Trouble {

    private Trouble() {
    }

    /** The innermost cause that has a name here. */
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
            String code = s3.awsErrorDetails() == null ? "" : " " + s3.awsErrorDetails().errorCode();
            return Optional.of("the store answers " + s3.statusCode() + code + hint(s3.statusCode()));
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

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> " (may its token list and read the bucket, and write to it where sources are moved or"
                    + " deleted?)";
            case 404 -> " (is the bucket's name right?)";
            default -> "";
        };
    }
}
