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

/** Stops a node gracefully while its routes still run. */
final class GracefulShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
    private static final int LONGEST_S = 15;

    private final List<Supplier<CompletableFuture<Void>>> steps = new ArrayList<>();

    /** Adds an action to run when the node stops. */
    void tell(Runnable step) {
        await(() -> {
            step.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Adds an action to run when the node stops, and to wait for. */
    void await(Supplier<CompletableFuture<Void>> step) {
        steps.add(step);
    }

    /** Stops taking work, and waits until running jobs have ended or were returned to the queue. */
    void run(CamelContext context) throws ExecutionException, InterruptedException {
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof LaneEndpoint) {
                // Only the consumer: suspending the route would wait for its jobs.
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
