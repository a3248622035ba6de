package io.dromedary.r2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The two things HTTP servers hide about TCP: a client that closes its sending side in the middle of a body still wants
 * an answer (rule 19), and a connection can be reset.
 */
final class Connections {

    /** The exchange a connection is busy with, if any. */
    private static final AttributeKey<Exchange> EXCHANGE = AttributeKey.valueOf(Connections.class, "exchange");

    private Connections() {
    }

    /** To be called for every new connection, on its event loop. */
    static void prepare(HttpConnection connection) {
        Channel channel = channel(connection);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
                super.userEventTriggered(context, event);
                if (event instanceof ChannelInputShutdownEvent) {
                    Exchange exchange = channel.attr(EXCHANGE).get();
                    if (exchange == null) {
                        channel.close();
                    } else {
                        exchange.clientSendsNoMore();
                    }
                }
            }
        });
    }

    static void begin(HttpConnection connection, Exchange exchange) {
        channel(connection).attr(EXCHANGE).set(exchange);
    }

    static void end(HttpConnection connection, Exchange exchange) {
        channel(connection).attr(EXCHANGE).compareAndSet(exchange, null);
    }

    /** Ends a connection by a TCP reset: closing with a linger time of zero sends RST instead of FIN. */
    static void reset(HttpConnection connection) {
        Channel channel = channel(connection);
        channel.eventLoop().execute(() -> {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        });
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
