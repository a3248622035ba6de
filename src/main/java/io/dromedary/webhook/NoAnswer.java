package io.dromedary.webhook;

import io.dromedary.net.Lookups;
import io.dromedary.problem.Problem;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Explains to the owner of a job why a receiver did not answer, never with its URL. */
final class NoAnswer {

    private NoAnswer() {
    }

    static String explain(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem.getMessage();
            }
            if (cause instanceof Lookups.Silent silent) {
                return silent.getMessage();
            }
            if (cause instanceof UnknownHostException) {
                return "The receiver's host name is not known.";
            }
            if (cause instanceof SocketTimeoutException) {
                return "The receiver does not answer within " + WebhookClient.DEADLINE.toSeconds() + " s.";
            }
            if (cause instanceof ConnectException) {
                return "The receiver refuses the connection, or cannot be reached.";
            }
            if (cause instanceof SSLException) {
                return "No safe connection to the receiver: is its certificate valid for its host name?";
            }
        }
        return "The connection to the receiver breaks off.";
    }
}
