package io.dromedary.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Ends requests whose body a store does not take any more. The time-out of a socket is for what is read of it: a write
 * to a store that has fallen silent, but holds the connection open, would wait for ever.
 */
final class WatchedUploads implements SdkHttpClient {

    /** How much later than it is due an end may come, as a part of the silence. */
    private static final int GRAIN = 10;

    private final SdkHttpClient http;
    private final Duration silence;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "s3-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Watches what another client sends.
     *
     * @param silence for so long nothing of a body may be taken
     */
    WatchedUploads(SdkHttpClient http, Duration silence) {
        this.http = http;
        this.silence = silence;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return request.contentStreamProvider().map(body -> watched(request, body))
                .orElseGet(() -> http.prepareRequest(request));
    }

    private ExecutableHttpRequest watched(HttpExecuteRequest request, ContentStreamProvider body) {
        var upload = new Upload(body);
        HttpExecuteRequest.Builder same =
                HttpExecuteRequest.builder().request(request.httpRequest()).contentStreamProvider(upload);
        request.metricCollector().ifPresent(same::metricCollector);
        ExecutableHttpRequest prepared = http.prepareRequest(same.build());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                long grain = silence.toNanos() / GRAIN;
                ScheduledFuture<?> look = watch.scheduleWithFixedDelay(() -> {
                    if (upload.isStuck(silence)) {
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

    /** A body on its way, and when something of it was taken last. */
    private static final class Upload implements ContentStreamProvider {

        private final ContentStreamProvider body;
        private volatile long taken = System.nanoTime();

        Upload(ContentStreamProvider body) {
            this.body = body;
        }

        boolean isStuck(Duration silence) {
            return System.nanoTime() - taken > silence.toNanos();
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
