package io.dromedary.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Aborts requests whose body a store no longer accepts, and those whose answer's headers are not complete in time. A
 * socket timeout applies only to reads, and restarts with each byte: a write to a stalled store that keeps the connection
 * open would wait forever, and so would a read from one that sends single bytes. Others can abort requests too; the SDK
 * itself ends them only by timeouts.
 */
final class WatchedRequests implements SdkHttpClient {

    /** The fraction of the silence by which an abort may be late. */
    private static final int GRAIN = 10;

    /** A request without a body may wait for a pooled connection, for its opening, and for the answer. */
    private static final int WAITS = 3;

    private final SdkHttpClient http;
    private final Duration silence;
    private final Consumer<Runnable> onStop;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("s3-watch", true));

    /**
     * Wraps another client, and closes it.
     *
     * @param silence how long the store may accept nothing of a body
     * @param onStop  gets an action for each request that aborts it
     */
    WatchedRequests(SdkHttpClient http, Duration silence, Consumer<Runnable> onStop) {
        this.http = http;
        this.silence = silence;
        this.onStop = onStop;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return request.contentStreamProvider().map(body -> upload(request, body)).orElseGet(() -> {
            long begun = System.nanoTime();
            return watched(http.prepareRequest(request), () -> begun, silence.multipliedBy(WAITS));
        });
    }

    private ExecutableHttpRequest upload(HttpExecuteRequest request, ContentStreamProvider body) {
        var upload = new Upload(body);
        HttpExecuteRequest.Builder same =
                HttpExecuteRequest.builder().request(request.httpRequest()).contentStreamProvider(upload);
        request.metricCollector().ifPresent(same::metricCollector);
        return watched(http.prepareRequest(same.build()), () -> upload.taken, silence);
    }

    /** Aborts a request that makes no progress for this long before its headers have arrived. */
    private ExecutableHttpRequest watched(ExecutableHttpRequest prepared, LongSupplier lastDone, Duration patience) {
        onStop.accept(prepared::abort);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                long grain = patience.toNanos() / GRAIN;
                ScheduledFuture<?> look = watch.scheduleWithFixedDelay(() -> {
                    if (System.nanoTime() - lastDone.getAsLong() > patience.toNanos()) {
                        prepared.abort();
                    }
                }, grain, grain, TimeUnit.NANOSECONDS);
                try {
                    return prepared.call();
                } finally {
                    look.cancel(false);
                }
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** A body that is being sent, and when the store last accepted a part of it. */
    private static final class Upload implements ContentStreamProvider {

        private final ContentStreamProvider body;
        private volatile long taken = System.nanoTime();

        Upload(ContentStreamProvider body) {
            this.body = body;
        }

        @Override
        public InputStream newStream() {
            return new FilterInputStream(body.newStream()) {
                @Override
                public int read() throws IOException {
                    taken = System.nanoTime();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    taken = System.nanoTime();
                    return super.read(bytes, from, count);
                }
            };
        }
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        http.close();
    }
}
