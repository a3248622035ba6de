package io.dromedary.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts, and gives no address that the settings do not allow. It is asked for each connection, which goes to
 * the very address that was checked, so that a redirect or a name that changes its address cannot lead inside. It
 * serves the client of the routes and that of the S3 stores.
 */
public final class CheckedDns implements DnsResolver {

    private final AllowedHosts allowed;
    private final String whose;

    /**
     * For one use.
     *
     * @param whose what the hosts are, for messages: {@code The input's host}
     */
    public CheckedDns(AllowedHosts allowed, String whose) {
        this.allowed = allowed;
        this.whose = whose;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return allowed.addresses(host, whose);
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Stream.of(allowed.addresses(host, port, whose))
                .map(address -> new InetSocketAddress(address, port)).toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
