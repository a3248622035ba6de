package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is one client, and who is a proxy of many. */
class ClientAddressesTest {

    @Test
    void aClientIsHisAddressOrHisNetworkOfIpv6() {
        var addresses = new ClientAddresses(List.of());
        assertThat(of(addresses, "192.0.2.1")).isPresent().isNotEqualTo(of(addresses, "192.0.2.2"))
                .isEqualTo(of(addresses, "::ffff:192.0.2.1"));
        assertThat(of(addresses, "2001:db8:1:2::1")).isPresent().isEqualTo(of(addresses, "2001:db8:1:2:ffff::1"))
                .isNotEqualTo(of(addresses, "2001:db8:1:3::1"));
    }

    @Test
    void aProxyIsNamedByItsAddressOrItsNetwork() {
        var addresses = new ClientAddresses(List.of("10.1.0.0/15", "192.0.2.1", "2001:db8::/32"));
        for (String proxy : List.of("10.1.2.3", "10.0.255.255", "192.0.2.1", "::ffff:192.0.2.1", "2001:db8:7::1")) {
            assertThat(of(addresses, proxy)).as(proxy).isEmpty();
        }
        for (String client : List.of("10.2.0.0", "9.255.255.255", "192.0.2.2", "2001:db9::1", "::1")) {
            assertThat(of(addresses, client)).as(client).isPresent();
        }
    }

    private static Optional<String> of(ClientAddresses addresses, String address) {
        return addresses.of(SocketAddress.inetSocketAddress(1234, address));
    }
}
