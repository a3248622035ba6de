package io.dromedary.storage;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Classifies the error answers of stores, in one place for all that depends on them: whether a request or a job is
 * repeated, and what the message says.
 *
 * <p>The codes are those of S3 and, where they differ, of R2. Answers to HEAD have no body, and so no code.
 */
public enum StoreAnswer {

    /** The store does not accept the time of the signature. */
    CLOCKS_APART,
    /** The secret does not belong to the key id. */
    WRONG_SECRET,
    /** The store does not know the key id. */
    UNKNOWN_KEY,
    /** The key is known, and may not do this. */
    FORBIDDEN,
    /** The bucket does not exist at this endpoint. */
    NO_BUCKET,
    /** The bucket is in another region, or at another endpoint. */
    ELSEWHERE,
    /** There is no such object. */
    NO_OBJECT,
    /** There is no such upload in parts; also the answer about one that is complete. */
    NO_UPLOAD,
    /** The object is no longer the one that was asked for. */
    CHANGED,
    /** The object has no byte in the range that was asked for. */
    NO_SUCH_RANGE,
    /** The store is overloaded or broken: 408, 429, 5xx. */
    IN_TROUBLE,
    /** The store says no, for another reason. */
    REFUSED;

    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final Set<Integer> PASSING = Set.of(408, 429);

    /** Classifies an answer by its code if that is known, otherwise by its status. */
    public static StoreAnswer of(S3Exception answer) {
        return switch (errorCode(answer).orElse("")) {
            case "RequestTimeTooSkewed" -> CLOCKS_APART;
            case "SignatureDoesNotMatch" -> WRONG_SECRET;
            case "InvalidAccessKeyId", "InvalidArgument", "Unauthorized" -> UNKNOWN_KEY;
            case "NoSuchBucket", "InvalidBucketName" -> NO_BUCKET;
            case "AuthorizationHeaderMalformed", "PermanentRedirect" -> ELSEWHERE;
            case "NoSuchUpload" -> NO_UPLOAD;
            default -> ofStatus(answer.statusCode());
        };
    }

    private static StoreAnswer ofStatus(int status) {
        return switch (status) {
            case 401 -> UNKNOWN_KEY;
            case 403 -> FORBIDDEN;
            case 404 -> NO_OBJECT;
            case 412 -> CHANGED;
            case 416 -> NO_SUCH_RANGE;
            default -> status >= CLIENT_ERRORS && status < SERVER_ERRORS && !PASSING.contains(status) ? REFUSED : IN_TROUBLE;
        };
    }

    /** Whether the same request may succeed later. An upload that the store has lost can be started again. */
    public boolean passes() {
        return this == IN_TROUBLE || this == NO_UPLOAD;
    }

    /** Does the store refuse, and will it do so again? Called by the routes. */
    public static boolean isRefusal(S3Exception answer) {
        return !of(answer).passes();
    }

    /** Status and code, such as {@code 403 AccessDenied}. */
    public static String text(S3Exception answer) {
        return answer.statusCode() + errorCode(answer).map(code -> " " + code).orElse("");
    }

    private static Optional<String> errorCode(S3Exception answer) {
        return Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::errorCode);
    }
}
