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
 * What clients may ask of this server's patience: how many connections, how long a request may take to come in, however
 * steadily its bytes drip, how long a connection may lie idle, and who is still answered when the server ends.
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
     * Limits.
     *
     * @param maxConnections how many there may be; who comes when there are as many is hung up on
     * @param maxPerClient   how many of them of one client; where it comes by a proxy, how many of his requests at a time
     * @param addresses      who is one
     * @param request        in which time the headers must be here, from the connection or the last answer on, and in
     *                       which the body, from its headers on
     * @param idle           after which silence in both directions a connection is closed
     */
    public ClientLimits(int maxConnections, int maxPerClient, ClientAddresses addresses, Duration request, Duration idle) {
        this.addresses = addresses;
        this.byClient = new Shares(maxPerClient);
        this.maxConnections = maxConnections;
        this.request = request;
        this.idle = idle;
    }

    /** HTTP/1.1 alone: limits that hold for connections mean nothing where one carries many requests at once. */
    HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false).setUseAlpn(false)
                .setMaxHeaderSize(MAX_HEADER_BYTES).setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout((int) idle.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Watches the connections of a server that does not listen yet. */
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
     * Takes no connections any more. A client that has one may have sent a request already, and would never know whether
     * it was heard if it were hung up on.
     *
     * @return completes when nobody waits for an answer any more. Who has connected and asked nothing yet is about to
     */
    CompletableFuture<Void> leave() {
        Channel last = latest;
        if (last == null) {
            return waiting.close();
        }
        // The server itself knows no way to stop listening but to hang up on everyone. Who was accepted before is
        // counted by the thread of all connections, in which this comes after him.
        var deaf = new CompletableFuture<Void>();
        last.parent().close().addListener(closed -> last.eventLoop().execute(() -> deaf.complete(null)));
        return deaf.thenCompose(closed -> waiting.close());
    }

    /** Comes first of all handlers, as it has to see every request. */
    void mount(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            Patience patience = open.get(context.request().connection());
            if (patience != null) {
                patience.asked(context.request());
                context.addEndHandler(answered -> patience.answered(context.request()));
            }
            // It may have had a Content-Length too, which was dropped: what follows may be no request (RFC 9112 6.1).
            if (context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                context.response().putHeader(HttpHeaders.CONNECTION, "close");
                context.addEndHandler(answered -> context.request().connection().close());
            }
            if (addresses.of(context.request().remoteAddress()).isPresent() || takesOneMore(context)) {
                context.next();
            }
        });
    }

    /** Of those that come by a proxy, whose connections are not theirs. */
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

    /** The time in which the next thing must come over a connection. All happens in the connection's own thread. */
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

        /** Does the client wait for an answer? */
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

        /** The time of a request's body begins; without a request, that of its headers. */
        void begin(Optional<HttpServerRequest> next) {
            vertx.cancelTimer(timer);
            current = next;
            timer = vertx.setTimer(request.toMillis(), over -> {
                // Whose request is whole waits for us, not we for him.
                if (current.isEmpty() || !current.get().isEnded()) {
                    connection.close();
                }
            });
        }

        void asked(HttpServerRequest next) {
            owe(true);
            begin(Optional.of(next));
        }

        /** Of requests that were sent in a row, the next may have begun. */
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
