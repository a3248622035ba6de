package io.dromedary.api;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Lets JSON through whose type says nothing: none, curl's default for {@code -d}, or {@code text/plain}. Browsers send
 * these to other sites without asking (Fetch, CORS-safelisted request-header); here they gain nothing by it, since every
 * operation with a body wants a key in a header, and no cookie is ever read.
 */
final class AssumedJson implements Handler<RoutingContext> {

    /** The type under which such a body goes on, so that no form is read from it. */
    static final String TYPE = "application/json; assumed=true";

    private static final Set<String> SAYS_NOTHING = Set.of("", "application/x-www-form-urlencoded", "text/plain");

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (SAYS_NOTHING.contains((type == null ? "" : type).split(";")[0].strip().toLowerCase(Locale.ROOT))) {
            headers.set(HttpHeaders.CONTENT_TYPE, TYPE);
        }
        context.next();
    }
}
