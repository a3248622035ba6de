package io.dromedary.r2;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What the double has been asked: requests and body bytes per operation and key, and the heads themselves. */
public final class Counters {

    /** Heads kept; the oldest go first. */
    private static final int MAX_HEADS = 20_000;

    /** Counts of one operation on one key. */
    static final class Tally {
        private final LongAdder requests = new LongAdder();
        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();

        void received(long bytes) {
            received.add(bytes);
        }

        void sent(long bytes) {
            sent.add(bytes);
        }
    }

    private record Subject(Operation operation, String bucket, String key) {
    }

    private final Map<Subject, Tally> tallies = new ConcurrentHashMap<>();
    private final Deque<RequestHead> heads = new ArrayDeque<>();
    private int concurrent;
    private int maxConcurrent;

    Counters() {
    }

    Tally begin(RequestHead head) {
        synchronized (this) {
            concurrent++;
            maxConcurrent = Math.max(maxConcurrent, concurrent);
            if (heads.size() == MAX_HEADS) {
                heads.removeFirst();
            }
            heads.addLast(head.withoutSignature());
        }
        Tally tally = tallies.computeIfAbsent(new Subject(head.operation(), head.bucket(), head.key()),
                subject -> new Tally());
        tally.requests.increment();
        return tally;
    }

    synchronized void end() {
        concurrent--;
    }

    /** All requests, refused and failed ones too. */
    public long requests() {
        return sum(subject -> true, tally -> tally.requests.sum());
    }

    /** Requests of one kind. */
    public long requests(Operation operation) {
        return sum(subject -> subject.operation == operation, tally -> tally.requests.sum());
    }

    /** Requests on one key. */
    public long requests(String bucket, String key) {
        return sum(on(bucket, key), tally -> tally.requests.sum());
    }

    /** Requests of one kind on one key. */
    public long requests(Operation operation, String bucket, String key) {
        return sum(on(bucket, key).and(subject -> subject.operation == operation), tally -> tally.requests.sum());
    }

    /** Body bytes that clients have sent to a key. */
    public long bytesReceived(String bucket, String key) {
        return sum(on(bucket, key), tally -> tally.received.sum());
    }

    /** Body bytes of a key handed to the network for its clients. */
    public long bytesSent(String bucket, String key) {
        return sum(on(bucket, key), tally -> tally.sent.sum());
    }

    /** Body bytes that clients have sent in operations of one kind. */
    public long bytesReceived(Operation operation) {
        return sum(subject -> subject.operation == operation, tally -> tally.received.sum());
    }

    /** Body bytes handed to the network in operations of one kind. */
    public long bytesSent(Operation operation) {
        return sum(subject -> subject.operation == operation, tally -> tally.sent.sum());
    }

    /** The greatest number of requests that were in work at the same time. */
    public synchronized int maxConcurrent() {
        return maxConcurrent;
    }

    /** The heads in the order of arrival, the last twenty thousand. */
    public synchronized List<RequestHead> heads() {
        return List.copyOf(heads);
    }

    /** The heads of one kind of operation. */
    public List<RequestHead> heads(Operation operation) {
        return heads().stream().filter(head -> head.operation() == operation).toList();
    }

    /** Starts again from zero. */
    public synchronized void reset() {
        tallies.clear();
        heads.clear();
        maxConcurrent = concurrent;
    }

    private long sum(Predicate<Subject> which, ToLongFunction<Tally> what) {
        return tallies.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> what.applyAsLong(entry.getValue()))
                .sum();
    }

    private static Predicate<Subject> on(String bucket, String key) {
        return subject -> subject.bucket.equals(bucket) && subject.key.equals(key);
    }
}
