package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are inside, by the registries of RFC 6890, and which hosts may be all the same. */
class AllowedHostsTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.168.0.0",
        "192.168.255.255", "198.18.0.0", "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "fc00::1", "fdff:ffff::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "2002:7f00:1::",
        "2002:a00:1::1", "2001::1"})
    void anAddressInsideIsPrivate(String address) throws UnknownHostException {
        assertThat(AllowedHosts.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888"})
    void anAddressOfTheInternetIsNot(String address) throws UnknownHostException {
        assertThat(AllowedHosts.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void whatTheSettingNamesIsAllowed() {
        var hosts = new AllowedHosts(" 127.0.0.1:9000 , Store.Local,, 10.0.0.1 ");
        assertThat(hosts.names(URI.create("http://127.0.0.1:9000/a"))).isTrue();
        assertThat(hosts.names(URI.create("http://127.0.0.1/a"))).isFalse();
        assertThat(hosts.names(URI.create("https://STORE.local:77/a"))).isTrue();
        assertThat(hosts.names(URI.create("https://evil-store.local/"))).isFalse();
        assertThat(hosts.names("127.0.0.1")).isTrue();
        assertThat(hosts.names("127.0.0.11")).isFalse();
        assertThatCode(() -> hosts.check(URI.create("http://10.0.0.1"), "endpoint")).doesNotThrowAnyException();
        assertThatThrownBy(() -> hosts.check(URI.create("http://10.0.0.2"), "endpoint")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> hosts.check(URI.create("https://10.0.0.2"), "endpoint")).isInstanceOf(Problem.class);
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWhenItIsConnectedTo() {
        assertThatThrownBy(() -> new CheckedDns(new AllowedHosts(""), "The host").resolve("localhost"))
                .isInstanceOf(Problem.class).hasMessageStartingWith("The host points to a private address");
        assertThatCode(() -> new CheckedDns(new AllowedHosts("localhost"), "The host").resolve("localhost"))
                .doesNotThrowAnyException();
    }
}
