package io.dromedary.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves the hosts of inputs, and gives no address that the settings do not allow. It is asked for each connection,
 * so that a redirect or a name that changes its address cannot lead inside.
 */
public final class CheckedDns implements DnsResolver {

    private final AllowedHosts allowed;

    public CheckedDns(AllowedHosts allowed) {
        this.allowed = allowed;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        if (!allowed.names(host)) {
            for (InetAddress address : addresses) {
                if (AllowedHosts.isPrivate(address)) {
                    throw AllowedHosts.refused("The input's host");
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
