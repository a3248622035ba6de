package io.dromedary.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages for people: static files of the program under {@code /web/}, the page itself at {@code /}, and the reference of
 * the API at {@code /docs}. They need no key, as they say nothing of this server but its contract; what else they show, they
 * ask of the API with the key that their user types in.
 */
public final class WebPage {

    private static final String PREFIX = "/web/";
    /** The documents by their paths. */
    private static final Map<String, String> DOCUMENTS = Map.of("/", "index.html", "/docs", "docs.html",
            "/docs/", "docs.html");
    /** What forms and the reference are made from: the contract, as JSON, since browsers read no YAML. */
    private static final String CONTRACT = PREFIX + "contract.json";
    /** No name has two dots in a row or begins with one, so none leaves the folder. */
    private static final Pattern FILE = Pattern.compile("((?:[a-z]+/)?[a-z][a-z0-9-]*[.](js|css|svg))");
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

    private final String policy;
    private final Supplier<String> contract;
    private final Map<String, Content> files = new ConcurrentHashMap<>();

    private record Content(String type, byte[] bytes, String etag) {
    }

    /**
     * A page that shows results from these hosts.
     *
     * @param contract    the contract as JSON
     * @param resultHosts origins such as {@code https://cdn.example.com} from which results are read, beside that of the page
     */
    public WebPage(Supplier<String> contract, List<String> resultHosts) {
        String media = "'self' " + String.join(" ", resultHosts);
        this.contract = contract;
        // Players put together what they play in memory, which has URLs of blob:.
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src " + media + "; img-src " + media
                + " blob: data:; media-src " + media + " blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }

    void mount(Router router) {
        DOCUMENTS.forEach((path, file) -> {
            router.get(path).handler(client -> document(client, path, file));
            router.head(path).handler(client -> document(client, path, file));
        });
        router.get(CONTRACT).handler(client -> send(client, () -> Optional.of(
                content("application/json", contract.get().getBytes(StandardCharsets.UTF_8)))));
        router.get(PREFIX + "*").handler(this::file);
        router.head(PREFIX + "*").handler(this::file);
    }

    private void document(RoutingContext client, String path, String file) {
        // The router has resolved '..' in paths, which nobody types into a browser.
        if (client.request().path().equals(path)) {
            send(client, () -> resource(file, "text/html; charset=utf-8"));
        } else {
            client.next();
        }
    }

    private void file(RoutingContext client) {
        Matcher name = FILE.matcher(client.normalizedPath().substring(PREFIX.length()));
        if (name.matches()) {
            send(client, () -> resource(name.group(1), TYPES.get(name.group(2))));
        } else {
            client.next();
        }
    }

    /** Browsers ask each time whether a file has changed, so that an upgrade is seen at once. */
    private void send(RoutingContext client, Supplier<Optional<Content>> source) {
        String path = client.normalizedPath();
        Content known = files.get(path);
        if (known != null) {
            answer(client, known);
            return;
        }
        client.vertx().executeBlocking(source::get, false).onFailure(client::fail)
                .onSuccess(found -> found.ifPresentOrElse(content -> {
                    files.put(path, content);
                    answer(client, content);
                }, client::next));
    }

    private void answer(RoutingContext client, Content content) {
        HttpServerResponse response = client.response().putHeader("Content-Security-Policy", policy)
                .putHeader(HttpHeaders.ETAG, content.etag()).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin").putHeader("Cross-Origin-Resource-Policy", "same-origin");
        String known = client.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && List.of(known.strip().split("\\s*,\\s*")).contains(content.etag())) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, content.type());
            response.end(Buffer.buffer(content.bytes()));
        }
    }

    private static Optional<Content> resource(String name, String type) {
        try (InputStream file = WebPage.class.getResourceAsStream(PREFIX + name)) {
            return file == null ? Optional.empty() : Optional.of(content(type, file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Content content(String type, byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Content(type, bytes, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
