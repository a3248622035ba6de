package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The HTTP server under Camel's platform-http. It differs from Camel's in two things: the gate, the CDN folder and what is
 * streamed are mounted before any route, and it listens only when {@link #listen} is called, so that nobody is answered before all
 * is in place.
 */
public final class ApiServer extends VertxPlatformHttpServer {

    private final VertxPlatformHttpServerConfiguration settings;
    private final Handler<RoutingContext> gate;
    private final CdnFiles cdn;
    private final StreamedOperations streamed;

    public ApiServer(VertxPlatformHttpServerConfiguration settings, Handler<RoutingContext> gate, CdnFiles cdn,
            StreamedOperations streamed) {
        super(settings);
        this.settings = settings;
        this.gate = gate;
        this.cdn = cdn;
        this.streamed = streamed;
    }

    @Override
    protected void doStart() {
        initializeServer();
        Router router = VertxPlatformHttpRouter.lookup(getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(settings.getBindPort()));
        router.route().failureHandler(ApiServer::failed);
        cdn.mount(router);
        router.route().handler(gate);
        streamed.mount(router, getCamelContext());
    }

    /** Begins to answer. */
    public void listen() throws Exception {
        startServer();
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
