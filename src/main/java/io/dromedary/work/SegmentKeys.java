package io.dromedary.work;

import io.dromedary.problem.Problem;
import io.dromedary.storage.DownloadLimits;
import io.dromedary.storage.OpenRequests;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Fetches the keys of encrypted results; each attempt fetches its own. */
public final class SegmentKeys {

    private static final DownloadLimits KEY = new DownloadLimits(JobInput.KEY_LABEL, SegmentKey.BYTES, Optional.empty());

    private final Plans plans;
    private final OpenRequests requests;

    /** @param requests aborts the request for a key when its job is stopped */
    public SegmentKeys(Plans plans, OpenRequests requests) {
        this.plans = plans;
        this.requests = requests;
    }

    /** Is the result to be encrypted? */
    public boolean isNeeded(Attempt attempt) {
        return attempt.work().isEncode() && plans.options(attempt).keyUrl().isPresent();
    }

    /** From now on, requests of this thread are aborted when the attempt is stopped. (Camel would wait for a future.) */
    public void watch(Attempt attempt) {
        requests.watchUntil(attempt.stopped());
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
