package io.dromedary.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Waits before a transfer is repeated, if the server asked for a longer delay than that of the route. A transfer that is
 * stopped does not wait further; the repeated step notices the stop and ends.
 */
public final class Pauses implements Processor {

    private final RetryAfter retryAfter;
    private final Function<Exchange, CompletableFuture<?>> stop;

    /**
     * @param retryAfter has stored what the server said
     * @param stop       completes when a transfer is stopped
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
