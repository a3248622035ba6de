package io.dromedary.r2;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Switches for what goes wrong in networks and stores.
 *
 * <pre>{@code
 * r2.faults().on(Operation.GET_OBJECT, "b", "key").next(2).slowDown();
 * r2.faults().on(head -> head.method().equals("PUT")).share(0.3).reset();
 * try (Fault stall = r2.faults().on(Operation.UPLOAD_PART).stall()) { ... }
 * }</pre>
 */
public final class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Faults() {
    }

    /** Chooses requests by their head. */
    public Choice on(Predicate<RequestHead> which) {
        return new Choice(which, Integer.MAX_VALUE, 1);
    }

    /** Chooses requests by what they ask for. */
    public Choice on(Operation operation) {
        return on(head -> head.operation() == operation);
    }

    /** Chooses requests by what they ask for, of one key. */
    public Choice on(Operation operation, String bucket, String key) {
        return on(head -> head.operation() == operation && head.bucket().equals(bucket) && head.key().equals(key));
    }

    /** Takes all faults back. */
    public void clear() {
        faults.forEach(Fault::close);
        faults.clear();
    }

    List<Fault.Trouble> striking(RequestHead head) {
        return faults.stream().filter(fault -> fault.strikes(head)).map(Fault::trouble).toList();
    }

    /** Chosen requests, still waiting for what shall happen to them. */
    public final class Choice {

        private final Predicate<RequestHead> which;
        private final int times;
        private final double share;

        private Choice(Predicate<RequestHead> which, int times, double share) {
            this.which = which;
            this.times = times;
            this.share = share;
        }

        /** Only the next so many of them. */
        public Choice next(int count) {
            return new Choice(which, count, share);
        }

        /** Only this share of them, 0 to 1, evenly spread and not by chance. */
        public Choice share(double part) {
            return new Choice(which, times, part);
        }

        /** An error answer instead of work; the request's body is read first. */
        public Fault fail(int status, String code) {
            return add(new CountDownLatch(1), exchange -> {
                throw new R2Error(status, code, "As the test asked for.");
            });
        }

        /** 500 InternalError. */
        public Fault fail() {
            return fail(500, "InternalError");
        }

        /** 503 SlowDown. */
        public Fault slowDown() {
            return fail(503, "SlowDown");
        }

        /** A TCP reset at once. */
        public Fault reset() {
            return add(new CountDownLatch(1), exchange -> {
                throw new ConnectionBroken(ConnectionBroken.Kind.RESET);
            });
        }

        /** A TCP reset when this many body bytes, sent and received together, have passed. */
        public Fault resetAfter(long bytes) {
            return add(new CountDownLatch(1), exchange ->
                    exchange.flow().breakAfter(bytes, ConnectionBroken.Kind.RESET));
        }

        /** An orderly close when this many body bytes have passed: the body is shorter than its Content-Length. */
        public Fault cutAfter(long bytes) {
            return add(new CountDownLatch(1), exchange ->
                    exchange.flow().breakAfter(bytes, ConnectionBroken.Kind.CLOSE));
        }

        /** The work is done, whatever comes of it, and nothing is said of it: the connection is reset in place of an answer. */
        public Fault dropAnswer() {
            return add(new CountDownLatch(1), Exchange::dropAnswer);
        }

        /** Silence before any work, until the fault is closed. */
        public Fault stall() {
            CountDownLatch released = new CountDownLatch(1);
            return add(released, exchange -> Flow.await(released, Optional.empty()));
        }

        /** Silence before any work, for a time or until the fault is closed. */
        public Fault stall(Duration time) {
            CountDownLatch released = new CountDownLatch(1);
            return add(released, exchange -> Flow.await(released, Optional.of(time)));
        }

        /** Silence when this many body bytes have passed, until the fault is closed. */
        public Fault stallAfter(long bytes) {
            CountDownLatch released = new CountDownLatch(1);
            return add(released, exchange -> exchange.flow().stallAfter(bytes, released, Optional.empty()));
        }

        /** Body bytes, sent and received, at this rate. */
        public Fault slow(long bytesPerSecond) {
            return add(new CountDownLatch(1), exchange -> exchange.flow().pace(bytesPerSecond));
        }

        /** Body bytes, sent and received, over a line that they share with those of other requests. */
        public Fault over(Line line) {
            return add(new CountDownLatch(1), exchange -> exchange.flow().over(line));
        }

        /** Code to run before the request is worked on, on the request's own thread. */
        public Fault before(Consumer<RequestHead> code) {
            return add(new CountDownLatch(1), exchange -> code.accept(exchange.head()));
        }

        private Fault add(CountDownLatch released, Fault.Trouble trouble) {
            Fault fault = new Fault(which, times, share, released, trouble);
            faults.add(fault);
            return fault;
        }
    }
}
