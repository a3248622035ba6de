package io.dromedary.routes;

import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;

/**
 * In the place of the component {@code jms}: keeps what is sent. What a route does with messages needs no broker; that a
 * broker delivers them is shown where one runs.
 */
final class SentMessages extends DefaultComponent {

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean gone;
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** A message as it was given to the broker. */
    record Sent(String queue, Object body, Map<String, Object> headers) {
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new ProcessorEndpoint(uri, this, exchange -> take(remaining, exchange)) {
            @Override
            public Consumer createConsumer(Processor processor) {
                throw new IllegalStateException("Nobody delivers messages here: " + uri);
            }
        };
    }

    private void take(String destination, Exchange exchange) throws Exception {
        held.await();
        if (gone) {
            refused.incrementAndGet();
            throw new JMSException("The broker is gone");
        }
        var headers = new HashMap<>(exchange.getMessage().getHeaders());
        // Where a route names the queue anew for each message, Camel tells the component so, and no receiver.
        Object named = headers.remove("CamelJmsDestinationName");
        sent.add(new Sent(named == null ? destination.replaceFirst("^queue:", "") : named.toString(),
                exchange.getMessage().getBody(), Map.copyOf(headers)));
    }

    /** From now on the broker is gone, or back. */
    void gone(boolean isGone) {
        gone = isGone;
    }

    /** How many messages it did not take. */
    int refused() {
        return refused.get();
    }

    /** From now on the broker answers nobody, until this is counted down. */
    void hold(CountDownLatch until) {
        held = until;
    }

    /** All messages so far, in their order. */
    List<Sent> all() {
        return sent;
    }
}
