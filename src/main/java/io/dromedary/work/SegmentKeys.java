package io.dromedary.work;

import io.dromedary.problem.Problem;
import io.dromedary.storage.DownloadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Fetches the keys of encrypted results; each attempt fetches its own. */
public final class SegmentKeys {

    private static final DownloadLimits KEY = new DownloadLimits(JobInput.KEY_LABEL, SegmentKey.BYTES, Optional.empty());

    private final Plans plans;

    public SegmentKeys(Plans plans) {
        this.plans = plans;
    }

    /** Is the result to be encrypted? */
    public boolean isNeeded(Attempt attempt) {
        return attempt.work().isEncode() && plans.options(attempt).keyUrl().isPresent();
    }

    /** Where the key is. */
    public String url(Attempt attempt) {
        attempt.checkStopped();
        attempt.input().awaitKey();
        return plans.options(attempt).keyUrl().orElseThrow();
    }

    /**
     * Reads the web server's answer.
     *
     * @throws IOException if it broke off, or the server is in trouble: the request can be repeated
     * @throws Problem     if repeating the request cannot help
     */
    public void receive(Attempt attempt, Exchange exchange) throws IOException {
        Message answer = exchange.getMessage();
        try (InputStream body = answer.getBody(InputStream.class)) {
            KEY.check(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, int.class),
                    Optional.ofNullable(answer.getHeader("Retry-After", String.class)));
            attempt.input().setKey(SegmentKey.read(body));
        }
    }
}
