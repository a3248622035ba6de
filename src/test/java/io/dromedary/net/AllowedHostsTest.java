package io.dromedary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which hosts may be connected to. */
class AllowedHostsTest {

    private static final Set<Integer> PORTS = Set.of(80, 443);

    private static AllowedHosts hosts(String list) {
        return new AllowedHosts(list, PORTS, HostNames.SYSTEM);
    }

    @Test
    void whatTheSettingNamesIsAllowed() {
        var hosts = hosts(" 127.0.0.1:9000 , Store.Local,, 10.0.0.1, [::1]:9000 ");
        assertThat(hosts.names(URI.create("http://127.0.0.1:9000/a"))).isTrue();
        assertThat(hosts.names(URI.create("http://127.0.0.1/a"))).isFalse();
        assertThat(hosts.names(URI.create("http://[::1]:9000/a"))).isTrue();
        assertThat(hosts.names(URI.create("https://STORE.local:77/a"))).isTrue();
        assertThat(hosts.names(URI.create("https://evil-store.local/"))).isFalse();
        assertThatCode(() -> hosts.check(URI.create("http://10.0.0.1"), "endpoint")).doesNotThrowAnyException();
        assertThatThrownBy(() -> hosts.check(URI.create("http://10.0.0.2"), "endpoint")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> hosts.check(URI.create("https://10.0.0.2"), "endpoint")).isInstanceOf(Problem.class);
    }

    @Test
    void otherHostsAreConnectedToAtTheOpenPortsAlone() {
        var hosts = hosts("1.1.1.1:22");
        assertThatCode(() -> hosts.checkPublic(URI.create("http://9.9.9.9/"), "input")).doesNotThrowAnyException();
        assertThatCode(() -> hosts.checkPublic(URI.create("http://1.1.1.1:22/"), "input")).doesNotThrowAnyException();
        assertThatThrownBy(() -> hosts.checkPublic(URI.create("http://9.9.9.9:22/"), "input"))
                .isInstanceOf(Problem.class).hasMessageStartingWith("'input' leads to port 22")
                .hasMessageContaining("[80, 443]");
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWhenItIsConnectedTo() throws UnknownHostException {
        assertThatThrownBy(() -> new CheckedDns(hosts(""), "The host").resolve("localhost"))
                .isInstanceOf(Problem.class).hasMessageStartingWith("The host points to a private address");
        assertThatThrownBy(() -> new CheckedDns(hosts("localhost:81"), "The host").resolve("localhost", 80))
                .isInstanceOf(Problem.class);
        assertThat(new CheckedDns(hosts("localhost:81"), "The host").resolve("localhost", 81)).isNotEmpty();
        assertThatCode(() -> new CheckedDns(hosts("localhost"), "The host").resolve("localhost"))
                .doesNotThrowAnyException();
    }

    @Test
    void oneAddressInsideAmongOthersIsEnough() throws UnknownHostException {
        var mixed = new AllowedHosts("", PORTS, host -> new InetAddress[] {
            InetAddress.getByName("1.1.1.1"), InetAddress.getByName("169.254.169.254")});
        assertThatThrownBy(() -> new CheckedDns(mixed, "The host").resolve("mixed.test", 80))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> mixed.checkPublic(URI.create("http://mixed.test/"), "input"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws UnknownHostException {
        var dns = new CheckedDns(new AllowedHosts("", PORTS, new Rebinding()), "The host");
        assertThat(dns.resolve("rebind.test", 80)).containsExactly(new InetSocketAddress("1.1.1.1", 80));
        assertThatThrownBy(() -> dns.resolve("rebind.test", 80)).isInstanceOf(Problem.class);
    }

    /** Answers with a public address once, and with the loopback ever after. */
    private static final class Rebinding implements HostNames {
        private boolean asked;

        @Override
        public InetAddress[] find(String host) throws UnknownHostException {
            String address = asked ? "127.0.0.1" : "1.1.1.1";
            asked = true;
            return new InetAddress[] {InetAddress.getByName(address)};
        }
    }
}
