package io.dromedary.connection;

import io.dromedary.net.CheckedConnections;
import io.dromedary.net.MeasuredBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The HTTP client of the S3 client, with the limits of {@link CheckedConnections}. The SDK's own one, on HttpClient 4,
 * reads any number of headers into memory, and has no setting for it.
 *
 * <p>It sends exactly what the SDK has signed: it follows no redirect, repeats nothing (the SDK does that), and adds no
 * headers but those of the connection and the body's length.
 */
final class StoreHttpClient implements SdkHttpClient {

    /** Set by the client itself: the length from the body, the host from the address. */
    private static final Set<String> OF_THE_CLIENT = Set.of("content-length", "transfer-encoding", "host");

    private final CloseableHttpClient http;

    /**
     * @param hosts       resolves the host of the store for each connection
     * @param connections the largest number of connections; further requests wait for one
     */
    StoreHttpClient(DnsResolver hosts, int connections, Patience patience) {
        var pool = CheckedConnections.pool(hosts, connections, connections);
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(timeout(patience.connect())).setSocketTimeout(timeout(patience.silence()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1)).build());
        pool.setDefaultSocketConfig(SocketConfig.custom()
                .setSoTimeout(timeout(patience.silence())).setSoKeepAlive(true).setTcpNoDelay(true).build());
        http = HttpClients.custom().setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(timeout(patience.pool()))
                        .setResponseTimeout(timeout(patience.silence())).setExpectContinueEnabled(false)
                        .setConnectionKeepAlive(TimeValue.of(patience.idle())).setContentCompressionEnabled(false).build())
                .disableRedirectHandling().disableAutomaticRetries().disableContentCompression()
                .disableCookieManagement().disableAuthCaching().disableDefaultUserAgent()
                .evictIdleConnections(TimeValue.of(patience.idle())).build();
    }

    /**
     * The timeouts.
     *
     * @param pool    waiting for a pooled connection
     * @param connect opening a connection
     * @param silence receiving nothing
     * @param idle    keeping an unused connection
     */
    record Patience(Duration pool, Duration connect, Duration silence, Duration idle) {
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest order) {
        SdkHttpRequest asked = order.httpRequest();
        var request = new HttpUriRequestBase(asked.method().name(),
                URI.create(asked.protocol() + "://" + asked.host() + ":" + asked.port() + "/"));
        // Keys may begin with a slash or contain two in a row, which a URI would normalize, unlike the signature.
        request.setPath(path(asked) + asked.encodedQueryParameters().map(query -> "?" + query).orElse(""));
        request.setHeader("Host", host(asked));
        asked.forEachHeader((name, values) -> {
            if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        order.contentStreamProvider().ifPresent(body -> request.setEntity(new InputStreamEntity(body.newStream(),
                asked.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(-1L), (ContentType) null)));
        var target = new HttpHost(asked.protocol(), asked.host(), asked.port());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(http.executeOpen(target, request, null), request);
            }

            @Override
            public void abort() {
                request.abort();
            }
        };
    }

    private static String path(SdkHttpRequest asked) {
        return asked.encodedPath().startsWith("/") ? asked.encodedPath() : "/" + asked.encodedPath();
    }

    /** The signed form: without the default port. */
    private static String host(SdkHttpRequest asked) {
        boolean usual = asked.port() == ("https".equals(asked.protocol()) ? 443 : 80);
        return asked.firstMatchingHeader("Host").orElse(usual ? asked.host() : asked.host() + ":" + asked.port());
    }

    private static HttpExecuteResponse answer(ClassicHttpResponse response, HttpUriRequestBase request)
            throws IOException {
        var head = SdkHttpFullResponse.builder().statusCode(response.getCode()).statusText(response.getReasonPhrase());
        response.headerIterator().forEachRemaining(header -> head.appendHeader(header.getName(), header.getValue()));
        var answer = HttpExecuteResponse.builder().response(head.build());
        if (response.getEntity() != null) {
            answer.responseBody(AbortableInputStream.create(new Body(response.getEntity().getContent(),
                    response.getEntity().getContentLength(), request), request::abort));
        }
        return answer.build();
    }

    /**
     * A body whose connection is dropped when it is closed before its end: reading the rest first, to reuse the
     * connection, could take forever.
     */
    private static final class Body extends MeasuredBody {

        private final HttpUriRequestBase request;

        Body(InputStream in, long length, HttpUriRequestBase request) {
            super(in, length);
            this.request = request;
        }

        @Override
        public void close() throws IOException {
            // A parser stops at the last tag and does not read the end of the stream.
            if (hasEnded() || !request.isAborted() && read() < 0) {
                super.close();
            } else {
                request.abort();
            }
        }
    }

    @Override
    public String clientName() {
        return "Dromedary";
    }

    @Override
    public void close() {
        http.close(CloseMode.GRACEFUL);
    }
}
