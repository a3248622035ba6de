package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The HTTP server under Camel's platform-http. It differs from Camel's in four things: the gate, the CDN folder and what
 * is streamed are mounted before any route; it listens only when {@link #listen} is called, so that nobody is answered
 * before all is in place; it has limits for its clients; and it ends only when
 * those who have connected have their answers.
 */
public final class ApiServer extends VertxPlatformHttpServer {

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final VertxPlatformHttpServerConfiguration settings;
    private final Gate gate;
    private final CdnFiles cdn;
    private final StreamedOperations streamed;
    private final ClientLimits limits;
    private HttpServer server;

    /**
     * A server that does not listen yet.
     *
     * @param gate     stands before every operation
     * @param cdn      needs no key
     * @param streamed operations that are answered outside of routes
     * @param limits   how long, and how many, its clients may be
     */
    public ApiServer(VertxPlatformHttpServerConfiguration settings, Gate gate, CdnFiles cdn,
            StreamedOperations streamed, ClientLimits limits) {
        super(settings);
        this.limits = limits;
        this.settings = settings;
        this.gate = gate;
        this.cdn = cdn;
        this.streamed = streamed;
    }

    @Override
    protected void doStart() {
        initializeServer();
        gate.open(getVertx());
        Router router = router();
        router.route().failureHandler(ApiServer::failed);
        limits.mount(router);
        router.route().handler(ApiServer::harden);
        cdn.mount(router);
        router.route().handler(gate);
        streamed.mount(router, getVertx(), getCamelContext());
    }

    /** Begins to answer. */
    public void listen() throws Exception {
        startServer();
    }

    @Override
    protected void startServer() throws Exception {
        server = getVertx().createHttpServer(withCertificate(limits.options())).requestHandler(router());
        limits.guard(server);
        server.listen(settings.getBindPort(), settings.getBindHost()).toCompletionStage().toCompletableFuture().get();
    }

    private Router router() {
        return VertxPlatformHttpRouter.lookup(getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(settings.getBindPort()));
    }

    /** Camel's own way to do this is closed to us. */
    private HttpServerOptions withCertificate(HttpServerOptions options) throws Exception {
        SSLContextParameters tls = settings.getSslContextParameters();
        if (tls != null) {
            KeyManager[] keys = tls.getKeyManagers().createKeyManagers();
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

    /** Camel's way uses a thread that only its own start makes. */
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

    /** What no browser shall do with an answer: guess its type, run or frame it, tell others where it was. */
    private static void harden(RoutingContext context) {
        context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("X-Frame-Options", "DENY");
        context.next();
    }

    private static void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
            return;
        }
        Gate.answer(context, switch (context.statusCode()) {
            case 413 -> new Problem(ProblemKind.BODY_TOO_LARGE,
                    "The body is larger than this server takes (dromedary.http.max-body-bytes).");
            case 400 -> new Problem(ProblemKind.INVALID_INPUT, "The request is not proper HTTP.");
            default -> new Problem(ProblemKind.INTERNAL_ERROR,
                    "Something went wrong in this server; its log has the details.");
        });
    }
}
