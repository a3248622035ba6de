package io.dromedary.net;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;

/**
 * Makes pools of connections to hosts that callers choose, with limits for what their servers send: status lines,
 * headers, chunk sizes and trailers.
 */
public final class CheckedConnections {

    /** About the limit of common servers and browsers; longer headers are attempts to exhaust memory. */
    private static final int MAX_LINE_BYTES = 16 << 10;
    private static final int MAX_HEADERS = 200;

    private CheckedConnections() {
    }

    /**
     * A pool, which the caller must close.
     *
     * @param dns     resolves and checks the address of each connection
     * @param perHost the largest number of connections to one host
     * @param most    the largest number of connections in all
     */
    public static PoolingHttpClientConnectionManager pool(DnsResolver dns, int perHost, int most) {
        return PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(dns)
                .setTlsSocketStrategy(new LazyTls())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_LINE_BYTES).setMaxHeaderCount(MAX_HEADERS).build()).build())
                .setMaxConnPerRoute(perHost).setMaxConnTotal(most).build();
    }
}
