package io.dromedary.net;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.URI;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Follows at most five redirects, each only to a URL that would be allowed as an input. A redirect from https to http is
 * refused: on the way, others could replace the file.
 */
public final class CheckedRedirects extends DefaultRedirectStrategy {

    /** How many are followed for one request. */
    static final int MOST = 5;

    private static final String NOT_PLAIN = "redirects to what is no plain http(s) URL.";

    private final AllowedHosts allowed;
    private final String whose;

    /** @param whose describes the server in messages: {@code The input's server} */
    public CheckedRedirects(AllowedHosts allowed, String whose) {
        this.allowed = allowed;
        this.whose = whose;
    }

    @Override
    public URI getLocationURI(HttpRequest request, HttpResponse response, HttpContext context) {
        HttpClientContext client = HttpClientContext.cast(context);
        if (client.getRedirectLocations().size() >= MOST) {
            throw refused("redirects more than " + MOST + " times.");
        }
        URI to = location(request, response, context);
        if ("https".equals(request.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw refused("redirects from https to http, where others could change the file on its way.");
        }
        allowed.refusal(to).ifPresent(reason -> {
            throw refused("redirects to a URL that " + reason);
        });
        return to;
    }

    private URI location(HttpRequest request, HttpResponse response, HttpContext context) {
        try {
            URI to = super.getLocationURI(request, response, context);
            if (WebUrl.isPlain(to)) {
                return to;
            }
        } catch (HttpException | IllegalArgumentException noUrl) {
            throw refused(NOT_PLAIN);
        }
        throw refused(NOT_PLAIN);
    }

    private Problem refused(String does) {
        return new Problem(ProblemKind.INPUT_FORBIDDEN, whose + " " + does);
    }
}
