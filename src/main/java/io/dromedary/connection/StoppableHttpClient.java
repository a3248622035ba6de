package io.dromedary.connection;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Makes requests to a store abortable; the SDK itself ends them only by timeouts.
 *
 * @param onStop gets an action for each request that aborts it
 */
record StoppableHttpClient(SdkHttpClient http, Consumer<Runnable> onStop) implements SdkHttpClient {

    /**
     * Wraps another client, and closes it.
     *
     * @param silence how long a store may accept nothing of what it is sent
     */
    record Builder(Supplier<SdkHttpClient> http, Consumer<Runnable> onStop, Duration silence)
            implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new StoppableHttpClient(new WatchedRequests(http.get(), silence), onStop);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = http.prepareRequest(request);
        onStop.accept(prepared::abort);
        return prepared;
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }
}
