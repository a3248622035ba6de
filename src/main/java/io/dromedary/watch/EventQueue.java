package io.dromedary.watch;

import java.net.URI;
import java.time.Duration;

/**
 * A Cloudflare queue that R2 tells of its objects, as a watch reads it.
 *
 * @param api     what stands before {@code /accounts/…}
 * @param account id of the account
 * @param id      id of the queue
 * @param token   opens the queue; see {@link Token}
 * @param batch   how many messages one request pulls, 1 to 100
 * @param lease   how long pulled messages are this node's before they are handed out again
 */
public record EventQueue(URI api, String account, String id, Token token, int batch, Duration lease) {

    /** An API token. It prints nothing of itself: at its most talkative, Camel logs what it hands to beans. */
    public static final class Token {

        private final String value;

        Token(String value) {
            this.value = value;
        }

        String header() {
            return "Bearer " + value;
        }
    }

    /** Where messages are pulled or acknowledged: {@code pull}, {@code ack}. */
    URI messages(String what) {
        return URI.create(api.toString().replaceFirst("/+$", "") + "/accounts/" + account + "/queues/" + id
                + "/messages/" + what);
    }
}
