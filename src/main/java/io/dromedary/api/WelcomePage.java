package io.dromedary.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Tells whoever opens the server's address in a browser what it is. It needs no key, and says nothing of this server. */
final class WelcomePage {

    private final String text;

    WelcomePage() {
        try (InputStream page = WelcomePage.class.getResourceAsStream("welcome.html")) {
            text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void mount(Router router) {
        router.get("/").handler(this::answer);
        router.head("/").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        // The router has resolved '..' in paths, which nobody types into a browser.
        if (!context.request().path().equals("/")) {
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(text);
    }
}
