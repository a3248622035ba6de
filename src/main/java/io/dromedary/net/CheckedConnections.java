package io.dromedary.net;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;

/** Makes the pools of connections to hosts that others name, with the bounds of what their servers say of themselves: of status
 * lines, headers, the sizes of chunks, and what comes after the last of these. */
public final class CheckedConnections {

    /** What servers and browsers take of one line, more or less; headers beyond that are meant to fill our memory. */
    private static final int MAX_LINE_BYTES = 16 << 10;
    private static final int MAX_HEADERS = 200;

    private CheckedConnections() {
    }

    /**
     * A pool, which its user closes.
     *
     * @param dns     finds and checks the address of each connection
     * @param perHost how many connections go to one host at most
     * @param most    how many there are in all
     */
    public static PoolingHttpClientConnectionManager pool(DnsResolver dns, int perHost, int most) {
        return PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(dns)
                .setTlsSocketStrategy(new LazyTls())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_LINE_BYTES).setMaxHeaderCount(MAX_HEADERS).build()).build())
                .setMaxConnPerRoute(perHost).setMaxConnTotal(most).build();
    }
}
