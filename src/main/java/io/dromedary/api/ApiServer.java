package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The HTTP server under Camel's platform-http. It differs from Camel's in four ways: access checks, the CDN folder and
 * streamed operations are mounted before any route; it starts listening only when {@link #listen} is called, once
 * everything is in place; it limits its clients; and it stops only when all connected clients have their answers.
 */
public final class ApiServer extends VertxPlatformHttpServer {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final VertxPlatformHttpServerConfiguration settings;
    private final AccessHandler access;
    private final CdnFiles cdn;
    private final StreamedOperations streamed;
    private final UploadRequests uploads;
    private final ClientLimits limits;
    private final CrossOrigin origins;
    private final Optional<WebPage> page;
    private final long hstsSeconds;
    private HttpServer server;

    /**
     * A server that does not listen yet.
     *
     * @param access   checks access before every operation
     * @param cdn      needs no key
     * @param streamed operations that are answered outside the routes
     * @param uploads  takes the bytes of uploads
     * @param page     the page for people, if it is wanted; a line of text otherwise
     * @param origins  whose pages may call
     * @param limits   limits of connections and time for clients
     * @param hstsSeconds how long browsers must use https only (RFC 6797); 0 sends no such header
     */
    public ApiServer(VertxPlatformHttpServerConfiguration settings, AccessHandler access, CdnFiles cdn,
            StreamedOperations streamed, UploadRequests uploads, Optional<WebPage> page, CrossOrigin origins, ClientLimits limits,
            long hstsSeconds) {
        super(settings);
        this.origins = origins;
        this.hstsSeconds = hstsSeconds;
        this.limits = limits;
        this.page = page;
        this.settings = settings;
        this.access = access;
        this.cdn = cdn;
        this.streamed = streamed;
        this.uploads = uploads;
    }

    @Override
    protected void doStart() {
        initializeServer();
        access.open(getVertx());
        VertxPlatformHttpRouter router = router();
        router.route().failureHandler(ApiServer::failed);
        origins.mount(router);
        limits.mount(router);
        router.route().handler(this::harden);
        router.route().handler(new AssumedJson());
        page.ifPresentOrElse(shown -> shown.mount(router), () -> new WelcomePage().mount(router));
        cdn.mount(router);
        uploads.mountPublic(router);
        router.route().handler(access);
        streamed.mount(router, getVertx(), getCamelContext());
        uploads.mount(router, getVertx(), getCamelContext(), limits::goesOn);
    }

    /** Starts to accept connections. */
    public void listen() throws Exception {
        startServer();
    }

    @Override
    protected void startServer() throws Exception {
        server = getVertx().createHttpServer(withCertificate(limits.options())).requestHandler(this::answer);
        limits.guard(server);
        server.listen(settings.getBindPort(), settings.getBindHost()).toCompletionStage().toCompletableFuture().get();
    }

    /** The router cannot handle requests without a path ({@code OPTIONS *}, {@code CONNECT host:port}; RFC 9112, 3.2). */
    private void answer(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.CONNECT) || request.path() == null || !request.path().startsWith("/")) {
            request.response().setStatusCode(ProblemKind.INVALID_INPUT.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").putHeader(HttpHeaders.CONNECTION, "close")
                    .end(ErrorResponses.json(new Problem(ProblemKind.INVALID_INPUT, "This server answers requests for paths alone: it is"
                            + " no proxy. GET /openapi.yaml lists what there is.")) + "\n")
                    .onComplete(answered -> request.connection().close());
        } else {
            router().handle(request);
        }
    }

    private VertxPlatformHttpRouter router() {
        return VertxPlatformHttpRouter.lookup(getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(settings.getBindPort()));
    }

    /** Camel's own method for this is private. */
    private HttpServerOptions withCertificate(HttpServerOptions options) throws Exception {
        SSLContextParameters tls = settings.getSslContextParameters();
        if (tls != null) {
            KeyManager[] keys = tls.getKeyManagers().createKeyManagers();
            tls.getCipherSuites().getCipherSuite().forEach(options::addEnabledCipherSuite);
            options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap((X509KeyManager) keys[0]))
                    .setEnabledSecureTransportProtocols(
                            new LinkedHashSet<>(tls.getSecureSocketProtocols().getSecureSocketProtocol()));
        }
        return options;
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            limits.leave().completeOnTimeout(null, LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS).join();
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Camel's implementation uses a thread that only its own start creates. */
    @Override
    protected void stopVertx() {
        if (getVertx() != null) {
            getVertx().close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public int getPort() {
        return server == null ? settings.getBindPort() : server.actualPort();
    }

    /** Forbids browsers to guess the type of an answer, to run or frame it, and to send its address to other sites. */
    private void harden(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("X-Frame-Options", "DENY");
        if (hstsSeconds > 0) {
            context.response().putHeader("Strict-Transport-Security", "max-age=" + hstsSeconds);
        }
        context.next();
    }

    private static void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
            return;
        }
        if (context.statusCode() == 413) {
            AccessHandler.cut(context);
        }
        AccessHandler.answer(context, switch (context.statusCode()) {
            case 413 -> new Problem(ProblemKind.BODY_TOO_LARGE,
                    "The body is larger than this server takes (dromedary.http.max-body-bytes).");
            case 400 -> new Problem(ProblemKind.INVALID_INPUT, "The request is not proper HTTP.");
            default -> new Problem(ProblemKind.INTERNAL_ERROR,
                    "Something went wrong in this server; its log has the details.");
        });
    }
}
