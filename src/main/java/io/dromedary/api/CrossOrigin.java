package io.dromedary.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets pages of other origins call the API, and send uploads to it, in browsers (Fetch, CORS protocol). A key is needed as
 * ever, and no cookie is one, so the header that would allow credentials is never sent. The CDN folder, which any page
 * may read, has rules of its own.
 */
public final class CrossOrigin {

    /** Any origin may call. */
    public static final String ANY = "*";

    /** As browsers send it: scheme, host, and the port where it is not the usual one; in small letters. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9._-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");
    private static final String CDN = "/cdn/";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String ALLOWED = "Authorization, Content-Type, Idempotency-Key, Prefer, Last-Event-ID, Tus-Resumable,"
            + " Upload-Length, Upload-Metadata, Upload-Offset";
    private static final String EXPOSED = "Location, Link, Has-More, Limit, Preference-Applied, Retry-After, Tus-Resumable,"
            + " Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Length, Upload-Metadata, Upload-Offset, Upload-Expires";
    /** As long as browsers remember at most. */
    private static final String MAX_AGE = "7200";

    private final Set<String> origins;

    /**
     * @param origins who may call, {@link #ANY} among them for all; none: nobody
     * @throws IllegalArgumentException for what no browser sends as an origin
     */
    public CrossOrigin(Collection<String> origins) {
        origins.stream().filter(origin -> !origin.equals(ANY) && !ORIGIN.matcher(origin).matches()).findFirst().ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        this.origins = Set.copyOf(origins);
    }

    /** Puts itself before all that answers. */
    void mount(Router router) {
        if (!origins.isEmpty()) {
            router.route().handler(this::answer);
        }
    }

    private void answer(RoutingContext client) {
        String origin = client.request().getHeader(HttpHeaders.ORIGIN);
        HttpServerResponse response = client.response();
        if (client.normalizedPath().startsWith(CDN)) {
            client.next();
            return;
        }
        response.putHeader(HttpHeaders.VARY, "Origin");
        if (origin == null || !origins.contains(ANY) && !origins.contains(origin)) {
            client.next();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (client.request().method().equals(HttpMethod.OPTIONS)
                && client.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE).setStatusCode(204).end();
            return;
        }
        client.next();
    }
}
