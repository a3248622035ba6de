package io.dromedary.webhook;

import io.dromedary.access.Sha256;
import java.net.URI;
import java.util.Locale;

/**
 * The address of a webhook in the queue.
 *
 * @param host     host and port of the URL, in lower case
 * @param receiver the URL, or a substitute if it is too long for an index of PostgreSQL
 */
public record WebhookAddress(String host, String receiver) {

    /** As in the migration that created the columns. */
    private static final int LONGEST_HOST = 290;
    private static final int LONGEST = 200;
    private static final int BEGINNING = 130;

    /** The address of a URL. */
    public static WebhookAddress of(String url) {
        String host = URI.create(url).getRawAuthority().toLowerCase(Locale.ROOT);
        return new WebhookAddress(host.length() <= LONGEST_HOST ? host : host.substring(0, LONGEST_HOST),
                url.length() <= LONGEST ? url : url.substring(0, BEGINNING) + "#" + Sha256.hex(url));
    }

    /** Without the URL, which may contain a secret. */
    @Override
    public String toString() {
        return "WebhookAddress[" + host + "]";
    }
}
