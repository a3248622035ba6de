package io.dromedary.watch;

import java.net.URI;
import java.time.Duration;

/**
 * A Cloudflare queue with R2's events, which a watch reads.
 *
 * @param api     the part of the URL before {@code /accounts/…}
 * @param account id of the account
 * @param id      id of the queue
 * @param token   gives access to the queue
 * @param batch   how many messages one request pulls, 1 to 100
 * @param lease   how long pulled messages belong to this node before the queue delivers them again
 */
public record EventQueue(URI api, String account, String id, Token token, int batch, Duration lease) {

    /** An API token. It does not print its value, since Camel can be told to log what it passes to beans. */
    public static final class Token {

        private final String value;

        Token(String value) {
            this.value = value;
        }

        String header() {
            return "Bearer " + value;
        }
    }

    /** The URL for {@code pull} or {@code ack}. */
    URI messages(String what) {
        return URI.create(api.toString().replaceFirst("/+$", "") + "/accounts/" + account + "/queues/" + id
                + "/messages/" + what);
    }
}
