package io.dromedary.connection;

import io.dromedary.net.Lookups;
import io.dromedary.problem.Problem;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Why a store did not do what it was asked for, in words for the owner of a connection, with a way out. */
final class StoreReasons {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private StoreReasons() {
    }

    /**
     * Explains a failure.
     *
     * @param failure the store's answer, its silence, or our refusal to connect to it
     * @param action what was tried: {@code list}, {@code read}, {@code write}, {@code delete}
     */
    static String explain(RuntimeException failure, String action, String bucket) {
        if (failure instanceof Problem refusal) {
            return refusal.getMessage();
        }
        return failure instanceof S3Exception answer ? ofAnswer(answer, action, bucket) : ofSilence(failure);
    }

    private static String ofAnswer(S3Exception answer, String action, String bucket) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        return switch (code) {
            case "RequestTimeTooSkewed" -> "The clocks of this server and of the store are too far apart: set this"
                    + " server's clock, best by NTP.";
            case "SignatureDoesNotMatch" -> "The secret access key does not belong to the access key id: send both again"
                    + " as the token shows them, by PATCH on the connection.";
            case "InvalidAccessKeyId", "InvalidArgument", "Unauthorized" -> unknownKey();
            case "NoSuchBucket", "InvalidBucketName" -> "There is no bucket '" + bucket + "' at this endpoint: check its"
                    + " name, and the account and jurisdiction in the endpoint.";
            case "AuthorizationHeaderMalformed", "PermanentRedirect" -> "The bucket '" + bucket + "' is in another region"
                    + " or at another endpoint: change them by PATCH on the connection. R2's region is 'auto'.";
            default -> ofStatus(answer.statusCode(), code, action, bucket);
        };
    }

    private static String ofStatus(int status, String code, String action, String bucket) {
        if (status == UNAUTHORIZED) {
            return unknownKey();
        }
        if (status == FORBIDDEN) {
            boolean reading = action.equals("list") || action.equals("read");
            return "The token may not " + action + " in the bucket '" + bucket + "': give it "
                    + (reading ? "Object Read" : "Object Read & Write") + " for this bucket.";
        }
        return "The store answers " + (status + " " + code).strip() + " when asked to " + action
                + ": try again, and if it stays so, ask who runs the store.";
    }

    private static String unknownKey() {
        return "The store does not know this access key id: check that it is whole (R2's have 32 characters), that the"
                + " token was not revoked, and that the endpoint is that of its account.";
    }

    private static String ofSilence(RuntimeException failure) {
        if (Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(Lookups.Silent.class::isInstance)) {
            return "The name server of the endpoint's host does not answer: try again, and if it stays so, check the endpoint.";
        }
        if (Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(UnknownHostException.class::isInstance)) {
            return "The host of the endpoint is not known: check the endpoint of the connection.";
        }
        if (Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(SSLException.class::isInstance)) {
            return "The endpoint does not speak proper TLS, or its certificate is not trusted: check the endpoint.";
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return "The endpoint does not answer in time: check that it is right and can be reached from this server.";
        }
        return "The endpoint cannot be reached: check that it is right, that the store is up, and that nothing between"
                + " it and this server keeps them apart.";
    }
}
