package io.dromedary.api;

import io.dromedary.access.Shares;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Limits clients: the number of connections, the time in which a request must arrive completely, and the time a
 * connection may be idle. When the server stops, it waits for the requests that are still being answered.
 */
public final class ClientLimits {

    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_LINE_BYTES = 4 << 10;

    private final int maxConnections;
    private final ClientAddresses addresses;
    private final Shares byClient;
    private final Duration request;
    private final Duration idle;
    private final Map<HttpConnection, Patience> open = new ConcurrentHashMap<>();
    private final RequestDrain waiting = new RequestDrain();
    private volatile Channel latest;

    /**
     * @param maxConnections how many there may be; further connections are closed at once
     * @param maxPerClient   how many of them one client may have; for a client behind a proxy, how many requests at a time
     * @param addresses      identifies clients
     * @param request        the time in which the headers must arrive, counted from the connection or the last answer, and in
     *                       which the body must arrive, counted from the headers
     * @param idle           after how much silence in both directions a connection is closed
     */
    public ClientLimits(int maxConnections, int maxPerClient, ClientAddresses addresses, Duration request, Duration idle) {
        this.addresses = addresses;
        this.byClient = new Shares(maxPerClient);
        this.maxConnections = maxConnections;
        this.request = request;
        this.idle = idle;
    }

    /** Only HTTP/1.1: limits of connections have no effect if one connection carries many requests at once. */
    HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false).setUseAlpn(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES).setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout((int) idle.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Applies the limits to a server that does not listen yet. */
    void guard(HttpServer server) {
        server.connectionHandler(connection -> {
            Optional<String> client = addresses.of(connection.remoteAddress());
            if (open.size() >= maxConnections || client.filter(whose -> !byClient.take(whose)).isPresent()) {
                connection.close();
                return;
            }
            latest = ((ConnectionBase) connection).channel();
            var patience = new Patience(Vertx.currentContext().owner(), connection);
            open.put(connection, patience);
            connection.closeHandler(closed -> {
                open.remove(connection);
                client.ifPresent(byClient::giveBack);
                patience.end();
            });
            patience.begin(Optional.empty());
        });
    }

    /**
     * Stops accepting connections. Open ones stay: their clients may have sent a request already, and could not know
     * whether it was processed.
     *
     * @return completes when no client waits for an answer any more; a client that has connected and sent nothing yet
     *         counts as waiting
     */
    CompletableFuture<Void> leave() {
        Channel last = latest;
        if (last == null) {
            return waiting.close();
        }
        // The server itself can stop listening only by closing all connections. The event loop counts connections that
        // were accepted before; this task runs after them.
        var deaf = new CompletableFuture<Void>();
        last.parent().close().addListener(closed -> last.eventLoop().execute(() -> deaf.complete(null)));
        return deaf.thenCompose(closed -> waiting.close());
    }

    /** Mounts the first of all handlers, as it must see every request. */
    void mount(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            Patience patience = open.get(context.request().connection());
            if (patience != null) {
                patience.asked(context.request());
                context.addEndHandler(answered -> patience.answered(context.request()));
            }
            // There may have been a Content-Length too, which was dropped: what follows may not be a request (RFC 9112 6.1).
            if (context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                context.response().putHeader(HttpHeaders.CONNECTION, "close");
                context.addEndHandler(answered -> context.request().connection().close());
            }
            if (addresses.of(context.request().remoteAddress()).isPresent() || takesOneMore(context)) {
                context.next();
            }
        });
    }

    /** Begins the time for the body of a request anew, as a good part of it has arrived. */
    void goesOn(HttpServerRequest asked) {
        Patience patience = open.get(asked.connection());
        if (patience != null && patience.current.filter(asked::equals).isPresent()) {
            patience.begin(patience.current);
        }
    }

    /** Counts requests instead of connections for clients behind a proxy. */
    private boolean takesOneMore(RoutingContext context) {
        String client = addresses.of(context.request());
        if (byClient.take(client)) {
            context.addEndHandler(answered -> byClient.giveBack(client));
            return true;
        }
        AccessHandler.answer(context, new Problem(ProblemKind.TOO_MANY_REQUESTS, "As many requests from your address are being answered"
                + " as may (" + byClient.most() + ", dromedary.http.max-connections-per-client): wait for some of them."));
        return false;
    }

    /** The time in which the next part of a request must arrive. Everything happens in the connection's own thread. */
    private final class Patience {

        private final Vertx vertx;
        private final HttpConnection connection;
        private Optional<HttpServerRequest> current = Optional.empty();
        private boolean owed;
        private long timer;

        Patience(Vertx vertx, HttpConnection connection) {
            this.vertx = vertx;
            this.connection = connection;
            owe(true);
        }

        /** Records whether the client waits for an answer. */
        private void owe(boolean answer) {
            if (answer != owed) {
                owed = answer;
                if (answer) {
                    waiting.enter();
                } else {
                    waiting.leave();
                }
            }
        }

        /** Starts the time for a request's body; without a request, that for its headers. */
        void begin(Optional<HttpServerRequest> next) {
            vertx.cancelTimer(timer);
            current = next;
            timer = vertx.setTimer(request.toMillis(), over -> {
                // A complete request has no deadline: the client waits for the server.
                if (current.isEmpty() || !current.get().isEnded()) {
                    connection.close();
                }
            });
        }

        void asked(HttpServerRequest next) {
            owe(true);
            begin(Optional.of(next));
        }

        /** Of pipelined requests, the next may have begun already. */
        void answered(HttpServerRequest finished) {
            if (current.filter(finished::equals).isPresent()) {
                begin(Optional.empty());
                owe(false);
            }
        }

        void end() {
            owe(false);
            vertx.cancelTimer(timer);
        }
    }
}
