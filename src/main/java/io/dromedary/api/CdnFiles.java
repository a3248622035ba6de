package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnSigner;
import io.dromedary.storage.ContentTypes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Serves the CDN folder under {@code /cdn}, with ranges, conditional requests and any origin. Published files never
 * change, so caches may keep them; signed URLs work until they expire.
 */
public final class CdnFiles {

    private static final String PREFIX = "/cdn/";
    /** Whatever a browser takes a file for, it runs no scripts in it, and treats it as a foreign origin. */
    private static final String NO_PAGE =
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
    private static final long YEAR_SECONDS = 31_536_000;

    private final CdnFolder folder;
    private final Optional<CdnSigner> signer;

    /** @param signer checks the signatures of URLs; none if files are public */
    public CdnFiles(CdnFolder folder, Optional<CdnSigner> signer) {
        this.folder = folder;
        this.signer = signer;
    }

    /** Puts the folder before everything else of this router. */
    void mount(Router router) {
        router.route(PREFIX + "*").handler(CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD))
                .allowedHeader("Range").allowedHeader("If-None-Match").allowedHeader("If-Modified-Since")
                .exposedHeaders(Set.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag")));
        router.route(PREFIX + "*").handler(this::describe);
        var files = StaticHandler.create(FileSystemAccess.ROOT, folder.root().toString())
                .setAlwaysAsyncFS(true).setCachingEnabled(true).setFilesReadOnly(true)
                .setIncludeHidden(false).setDirectoryListing(false).setEnableRangeSupport(true);
        if (signer.isPresent()) {
            router.route(PREFIX + ":signature/*").handler(CdnFiles::decodeRest).handler(files);
        } else {
            router.route(PREFIX + "*").handler(files);
        }
    }

    /** For a path with parameters, the file server takes the rest of the path literally, but it is URL-encoded. */
    private static void decodeRest(RoutingContext context) {
        context.pathParams().computeIfPresent("*", (name, rest) -> decode(rest));
        context.next();
    }

    private static String decode(String urlPath) {
        return URLDecoder.decode(urlPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Adds headers that the file server does not know, and answers clients that already have this file. */
    private void describe(RoutingContext context) {
        if (context.request().method() != HttpMethod.GET && context.request().method() != HttpMethod.HEAD) {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            AccessHandler.answer(context, new Problem(ProblemKind.METHOD_NOT_ALLOWED, "Files are only read: GET or HEAD."));
            return;
        }
        String path = context.normalizedPath();
        context.vertx().executeBlocking(() -> find(path), false).onComplete(file -> {
            if (file.succeeded() && file.result().isPresent()) {
                send(context, file.result().get());
            } else {
                AccessHandler.answer(context, file.cause() instanceof Problem refusal ? refusal
                        : new Problem(ProblemKind.NOT_FOUND, "There is no such file."));
            }
        });
    }

    /** A published file on the disk, and how long caches may keep it. */
    private record Version(String etag, long size, long modifiedSeconds, long keptSeconds) {
    }

    private static void send(RoutingContext context, Version file) {
        // Other sites embed files in their pages.
        context.response().headers().remove("X-Frame-Options");
        context.response().putHeader(HttpHeaders.ETAG, file.etag()).putHeader("Content-Security-Policy", NO_PAGE)
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        boolean isKnown = known != null
                && (known.strip().equals("*") || List.of(known.strip().split("\\s*,\\s*")).contains(file.etag()));
        if (!isKnown && !narrow(context, file)) {
            return;
        }
        // The file server writes its own form of these headers, and knows types that browsers run as pages.
        String type = ContentTypes.of(context.normalizedPath());
        String kept = "public, max-age=" + file.keptSeconds() + ", immutable";
        context.addHeadersEndHandler(done -> context.response().putHeader(HttpHeaders.CACHE_CONTROL, kept)
                .putHeader(HttpHeaders.CONTENT_TYPE, type));
        if (isKnown) {
            context.response().setStatusCode(304).end();
        } else {
            context.next();
        }
    }

    /**
     * Rewrites the range to the one form that the file server knows, or removes it; a range outside the file is answered here.
     */
    private static boolean narrow(RoutingContext context, Version file) {
        String asked = context.request().getHeader("Range");
        if (asked == null) {
            return true;
        }
        String condition = context.request().getHeader("If-Range");
        boolean applies = context.request().method() == HttpMethod.GET
                && (condition == null || CdnRange.isOfVersion(condition, file.etag(), file.modifiedSeconds()));
        CdnRange range = applies ? CdnRange.of(asked, file.size()) : new CdnRange.Whole();
        if (range instanceof CdnRange.Unsatisfiable) {
            context.response().setStatusCode(416)
                    .putHeader("Content-Range", "bytes */" + file.size()).end();
            return false;
        }
        if (range instanceof CdnRange.Bytes bytes) {
            context.request().headers().set("Range", "bytes=" + bytes.from() + "-" + bytes.to());
        } else {
            context.request().headers().remove("Range");
        }
        return true;
    }

    private Optional<Version> find(String urlPath) throws IOException {
        String path = decode(urlPath.substring(PREFIX.length()));
        CdnSigner.Opened opened = signer.map(needed -> needed.open(path))
                .orElse(new CdnSigner.Opened(path, YEAR_SECONDS));
        Optional<Path> file = folder.file(opened.name());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var attributes = Files.readAttributes(file.get(), BasicFileAttributes.class);
        return Optional.of(new Version("\"" + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS))
                + "-" + Long.toHexString(attributes.size()) + "\"", attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.SECONDS), Math.min(opened.seconds(), YEAR_SECONDS)));
    }
}
