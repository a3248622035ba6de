package io.dromedary.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves hosts, and gives no address that the settings do not allow. It is asked for each connection,
 * so that a redirect or a name that changes its address cannot lead inside.
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
        InetAddress[] addresses = InetAddress.getAllByName(host);
        if (!allowed.names(host)) {
            for (InetAddress address : addresses) {
                if (AllowedHosts.isPrivate(address)) {
                    throw AllowedHosts.refused(whose);
                }
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
