package io.dromedary.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts, and refuses addresses that the settings do not allow. It is used for each connection, which goes to
 * exactly the address that was checked, so that neither a redirect nor a changed DNS record can lead to a private
 * address. Both the HTTP client of the routes and the S3 client use it.
 */
public final class CheckedDns implements DnsResolver {

    private final AllowedHosts allowed;
    private final String whose;

    /** @param whose describes the hosts in messages: {@code The input's host} */
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
