package io.dromedary.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;

/**
 * Resolves hosts in separate threads with a time limit: a name server that never answers blocks the asking thread, which
 * cannot be interrupted. Callers that ask for the same host share a thread.
 */
public final class Lookups implements HostNames, AutoCloseable {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    /** Literal addresses, for which no name server is asked. */
    private static final Pattern ADDRESS = Pattern.compile("\\[?[0-9A-Fa-f:.%]*:.*|" + OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern UNKNOWN = Pattern.compile(
            "Name or service not known|No address associated|Name does not resolve|nodename nor servname");
    private static final long IDLE_SECONDS = 10;

    private final HostNames names;
    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Semaphore waiting;
    private final Map<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    /**
     * @param names    asks the name servers
     * @param atOnce   how many callers may wait, and for how many hosts at a time; further ones fail at once
     * @param patience how long to wait for an answer
     */
    public Lookups(HostNames names, int atOnce, Duration patience) {
        this.names = names;
        this.patience = patience;
        this.waiting = new Semaphore(atOnce);
        this.threads = new ThreadPoolExecutor(0, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                new DefaultThreadFactory("look-up", true));
    }

    /** The name server did not answer in time, or was not asked because too many callers wait already. */
    public static final class Silent extends UnknownHostException {

        private static final long serialVersionUID = 1;

        Silent(String message) {
            super(message);
        }
    }

    /**
     * Do the name servers say that there is no such host? A failure to ask them is another matter, and passes. The words are
     * those of the C libraries of Linux and macOS; Java has no other sign.
     */
    public static boolean isUnknown(Throwable failure) {
        return failure instanceof UnknownHostException && failure.getMessage() != null
                && UNKNOWN.matcher(failure.getMessage()).find();
    }

    @Override
    public InetAddress[] find(String host) throws UnknownHostException {
        if (ADDRESS.matcher(host).matches()) {
            return names.find(host);
        }
        if (!waiting.tryAcquire()) {
            throw silent();
        }
        try {
            return underWay.computeIfAbsent(host, this::begin).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Silent("Nobody waits for the name server any more.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            waiting.release();
        }
    }

    private Silent silent() {
        return new Silent("The name server of its host does not answer within " + patience.toSeconds() + " s.");
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        var found = new CompletableFuture<InetAddress[]>();
        threads.execute(() -> {
            try {
                InetAddress[] addresses = names.find(host);
                underWay.remove(host);
                found.complete(addresses);
            } catch (UnknownHostException | RuntimeException e) {
                underWay.remove(host);
                found.completeExceptionally(e);
            }
        });
        return found;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
