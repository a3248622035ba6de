package io.dromedary.storage;

import io.dromedary.net.Lookups;
import io.dromedary.problem.Problem;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Explains why a request to a store failed, for the owner of the connection, and says what to do. */
public final class StoreReasons {

    private StoreReasons() {
    }

    /**
     * Explains a failure.
     *
     * @param failure the store's answer, a failure of the connection, or this server's refusal to connect
     * @param action  what was tried: {@code list}, {@code read}, {@code write}, {@code delete}
     * @param bucket  the bucket in the words of the message: {@code the bucket 'media'}
     */
    public static String explain(Throwable failure, String action, String bucket) {
        if (failure instanceof Problem refusal) {
            return refusal.getMessage();
        }
        return failure instanceof S3Exception answer ? ofAnswer(answer, action, bucket) : ofSilence(failure);
    }

    private static String ofAnswer(S3Exception answer, String action, String bucket) {
        return switch (StoreAnswer.of(answer)) {
            case CLOCKS_APART -> "The clocks of this server and of the store are too far apart: set this server's clock,"
                    + " preferably by NTP.";
            case WRONG_SECRET -> "The secret access key does not belong to the access key id: send both again as the token"
                    + " shows them, by PATCH on the connection.";
            case UNKNOWN_KEY -> "The store does not know this access key id: check that it is complete (R2's have 32"
                    + " characters), that the token was not revoked, and that the endpoint is that of its account.";
            case FORBIDDEN -> "The token may not " + action + " in " + bucket + ": give it "
                    + (action.equals("list") || action.equals("read") ? "Object Read" : "Object Read & Write")
                    + " for this bucket.";
            case NO_BUCKET -> "The endpoint does not have " + bucket + ": check the bucket's name, and the account and"
                    + " jurisdiction in the endpoint.";
            case ELSEWHERE -> "The store keeps " + bucket + " in another region or at another endpoint: change them by PATCH"
                    + " on the connection. R2's region is 'auto'.";
            case NO_OBJECT -> "There is no object with this key in " + bucket + ".";
            case CHANGED -> "The object was replaced by another while it was being read: send the job again.";
            case NO_UPLOAD, NO_SUCH_RANGE, IN_TROUBLE, REFUSED -> "The store answers " + StoreAnswer.text(answer)
                    + " when asked to " + action + ": try again, and if it stays so, ask whoever runs the store.";
        };
    }

    private static String ofSilence(Throwable failure) {
        if (comesOf(failure, Lookups.Silent.class)) {
            return "The name server of the endpoint's host does not answer: try again, and if it stays so, check the endpoint.";
        }
        if (comesOf(failure, UnknownHostException.class)) {
            return "The host of the endpoint is not known: check the endpoint of the connection.";
        }
        if (comesOf(failure, SSLException.class)) {
            return "The endpoint does not speak proper TLS, or its certificate is not trusted: check the endpoint.";
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return "The endpoint does not answer in time: check that it is right and can be reached from this server.";
        }
        return "The endpoint cannot be reached, or breaks connections off: check that it is right, that the store is up,"
                + " and that no firewall stands between it and this server.";
    }

    private static boolean comesOf(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(type::isInstance);
    }
}
