package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Serves the CDN folder under {@code /cdn}: ranges, conditional requests, every origin, and for ever, as what was
 * published never changes.
 */
public final class CdnFiles {

    private static final String PREFIX = "/cdn/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Path root;

    public CdnFiles(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Puts the folder before everything else of this router. */
    void mount(Router router) {
        router.route(PREFIX + "*").handler(CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD))
                .allowedHeader("Range").allowedHeader("If-None-Match").allowedHeader("If-Modified-Since")
                .exposedHeaders(Set.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag")));
        router.route(PREFIX + "*").handler(this::describe);
        router.route(PREFIX + "*").handler(StaticHandler.create(FileSystemAccess.ROOT, root.toString())
                .setAlwaysAsyncFS(true).setCachingEnabled(true).setFilesReadOnly(true)
                .setIncludeHidden(false).setDirectoryListing(false).setEnableRangeSupport(true));
    }

    /** Headers that the file server does not know, and the answer to who has this very file already. */
    private void describe(RoutingContext context) {
        if (context.request().method() != HttpMethod.GET && context.request().method() != HttpMethod.HEAD) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Gate.answer(context, new Problem(ProblemKind.METHOD_NOT_ALLOWED, "Files are only read: GET or HEAD."));
            return;
        }
        String path = context.normalizedPath();
        context.vertx().executeBlocking(() -> etag(path), false).onComplete(etag -> {
            if (etag.failed() || etag.result().isEmpty()) {
                Gate.answer(context, new Problem(ProblemKind.NOT_FOUND, "There is no such file."));
                return;
            }
            send(context, etag.result().get());
        });
    }

    private static void send(RoutingContext context, String etag) {
        context.response().putHeader(HttpHeaders.ETAG, etag).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CONTENT_TYPE, Optional.ofNullable(
                        MimeMapping.getMimeTypeForFilename(context.normalizedPath())).orElse("application/octet-stream"));
        // The file server writes a form of its own.
        context.addHeadersEndHandler(done -> context.response().putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER));
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && (known.strip().equals("*") || Set.of(known.strip().split("\\s*,\\s*")).contains(etag))) {
            context.response().setStatusCode(304).end();
            return;
        }
        String ifRange = context.request().getHeader("If-Range");
        if (ifRange != null && ifRange.startsWith("\"") && !ifRange.equals(etag)) {
            context.request().headers().remove("Range");
        }
        context.next();
    }

    /** A strong ETag of a published file; none when there is no such file, or it is no plain file of this folder. */
    private Optional<String> etag(String urlPath) throws IOException {
        String name = URLDecoder.decode(urlPath.substring(PREFIX.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of("\"" + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS)) + "-"
                + Long.toHexString(attributes.size()) + "\"");
    }
}
