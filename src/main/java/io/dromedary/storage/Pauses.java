package io.dromedary.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What is called before a transfer asks again: the delays of the route are over then, and this waits on where its server
 * wants to be left alone for longer. A transfer that is told to stop waits no more; what is repeated then looks for that
 * too, and ends.
 */
public final class Pauses implements Processor {

    private final RetryAfter retryAfter;
    private final Function<Exchange, CompletableFuture<?>> stop;

    /**
     * Pauses.
     *
     * @param retryAfter has noted what the server said
     * @param stop       completes when a transfer is told to stop
     */
    public Pauses(RetryAfter retryAfter, Function<Exchange, CompletableFuture<?>> stop) {
        this.retryAfter = retryAfter;
        this.stop = stop;
    }

    @Override
    public void process(Exchange exchange) {
        var over = new CompletableFuture<Void>()
                .completeOnTimeout(null, retryAfter.left(exchange).toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture.anyOf(stop.apply(exchange), over).join();
    }
}
