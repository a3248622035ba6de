package io.dromedary.server;

import io.dromedary.delivery.LaneEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node that is told to end does while all of its routes still stand. */
final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
    private static final int LONGEST_S = 15;

    private final List<Supplier<CompletableFuture<Void>>> steps = new ArrayList<>();

    /** Adds something to be told that the node ends. */
    void tell(Runnable step) {
        await(() -> {
            step.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Adds something to be told so, which completes when it has ended. */
    void await(Supplier<CompletableFuture<Void>> step) {
        steps.add(step);
    }

    /** Takes nothing new, and waits until what is at work has ended or was given back. */
    void run(CamelContext context) throws ExecutionException, InterruptedException {
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof LaneEndpoint) {
                // The consumer only: suspending the route would wait until its jobs are done.
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
        CompletableFuture<?>[] ends = steps.stream().map(Supplier::get).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(LONGEST_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Some request or job does not end; the job is given to the next worker");
        }
    }
}
