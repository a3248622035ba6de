package io.dromedary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Twins: they begin at the same moment, each in a thread of its own. */
public final class Together {

    private Together() {
    }

    /**
     * What came of a twin.
     *
     * @param value  that it returned; none when it failed
     * @param thrown none when it did not fail
     */
    public record Outcome<T>(Optional<T> value, Optional<Throwable> thrown) {
    }

    /** Does all at once and waits for their ends; the outcomes are in their order. */
    public static <T> List<Outcome<T>> outcomes(List<Callable<T>> twins) throws InterruptedException {
        var start = new CyclicBarrier(twins.size());
        ExecutorService threads = Executors.newFixedThreadPool(twins.size());
        try {
            var ends = new ArrayList<Future<T>>();
            for (Callable<T> twin : twins) {
                ends.add(threads.submit(() -> {
                    start.await(5, TimeUnit.MINUTES);
                    return twin.call();
                }));
            }
            var outcomes = new ArrayList<Outcome<T>>();
            for (Future<T> end : ends) {
                outcomes.add(outcome(end));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    /** As {@link #outcomes}, of twins none of which may fail. */
    public static <T> List<T> results(List<Callable<T>> twins) throws InterruptedException {
        return outcomes(twins).stream().map(outcome -> outcome.value().orElseThrow(
                () -> new IllegalStateException(outcome.thrown().orElseThrow()))).toList();
    }

    private static <T> Outcome<T> outcome(Future<T> end) throws InterruptedException {
        try {
            return new Outcome<>(Optional.of(end.get()), Optional.empty());
        } catch (ExecutionException e) {
            return new Outcome<>(Optional.empty(), Optional.of(e.getCause()));
        }
    }
}
