package io.dromedary.webhook;

import io.dromedary.access.Sha256;
import java.net.URI;
import java.util.Locale;

/**
 * Where a webhook goes, as the queue knows it.
 *
 * @param host     with its port, as it stands in the URL, in small letters
 * @param receiver the URL, or what stands for it where it is longer than an index of PostgreSQL takes
 */
public record WebhookAddress(String host, String receiver) {

    /** As in the migration that has made the columns. */
    private static final int LONGEST_HOST = 290;
    private static final int LONGEST = 200;
    private static final int BEGINNING = 130;

    /** The address of a URL. */
    public static WebhookAddress of(String url) {
        String host = URI.create(url).getRawAuthority().toLowerCase(Locale.ROOT);
        return new WebhookAddress(host.length() <= LONGEST_HOST ? host : host.substring(0, LONGEST_HOST),
                url.length() <= LONGEST ? url : url.substring(0, BEGINNING) + "#" + Sha256.hex(url));
    }

    /** Without what the URL may hold. */
    @Override
    public String toString() {
        return "WebhookAddress[" + host + "]";
    }
}
