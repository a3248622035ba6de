package io.dromedary.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are inside, by the registries of RFC 6890: both ends of each block, and its neighbours. */
class SpecialAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, RFC 1122", "0.255.255.255, RFC 1122", "10.0.0.0, RFC 1918", "10.255.255.255, RFC 1918",
        "100.64.0.0, RFC 6598", "100.127.255.255, RFC 6598", "100.100.100.200, RFC 6598", "127.0.0.1, RFC 1122",
        "127.255.255.255, RFC 1122", "168.63.129.16, Azure", "169.254.0.1, RFC 3927", "169.254.169.254, RFC 3927",
        "172.16.0.0, RFC 1918", "172.31.255.255, RFC 1918", "192.0.0.1, RFC 6890", "192.0.0.192, RFC 6890",
        "192.0.2.1, RFC 5737", "192.88.99.1, RFC 7526", "192.168.0.0, RFC 1918", "192.168.255.255, RFC 1918",
        "198.18.0.0, RFC 2544", "198.19.255.255, RFC 2544", "198.51.100.1, RFC 5737", "203.0.113.255, RFC 5737",
        "224.0.0.1, RFC 5771", "239.255.255.255, RFC 5771", "240.0.0.1, RFC 1112", "255.255.255.255, RFC 1112",
        "::, RFC 4291", "::1, RFC 4291", "::127.0.0.1, RFC 4291", "::1.1.1.1, RFC 4291", "::ffff:127.0.0.1, RFC 1122",
        "::ffff:10.1.2.3, RFC 1918", "::ffff:0:10.1.2.3, RFC 2765", "64:ff9b::7f00:1, RFC 1122",
        "64:ff9b::a9fe:a9fe, RFC 3927", "64:ff9b:1::101:101, RFC 8215", "100::1, RFC 6666", "100:0:0:1::1, RFC 9780",
        "2001::1, RFC 2928", "2001:0:7f00:1::80ff:fffe, RFC 2928", "2001:2::1, RFC 2928", "2001:10::1, RFC 2928",
        "2001:20::1, RFC 2928", "2001:db8::1, RFC 3849", "2002:7f00:1::, RFC 3056", "2002:a00:1::1, RFC 3056",
        "3fff:fff::1, RFC 9637", "5f00::1, RFC 9602", "fc00::1, RFC 4193", "fdff:ffff::1, RFC 4193",
        "fd00:ec2::254, RFC 4193", "fe80::1, RFC 4291", "febf::1, RFC 4291", "fec0::1, RFC 3879", "ff02::1, RFC 4291",
        "2606:4700::5efe:10.0.0.1, RFC 1918", "2606:4700::200:5efe:127.0.0.1, RFC 1122"})
    void anAddressInsideIsInABlockThatNamesItsSource(String address, String source) throws UnknownHostException {
        assertThat(SpecialAddresses.of(InetAddress.getByName(address))).get()
                .extracting(SpecialAddresses.Block::source).asString().contains(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
        "192.88.98.255", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.101.0",
        "203.0.112.255", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888", "2001:200::1",
        "64:ff9b::101:101", "::ffff:1.1.1.1", "2606:4700::5efe:1.1.1.1"})
    void anAddressOfTheInternetIsNot(String address) throws UnknownHostException {
        assertThat(SpecialAddresses.of(InetAddress.getByName(address))).isEmpty();
    }

    /** As they come from bytes, such as a DNS answer, rather than from text. */
    @Test
    void aMappedAddressThatStayedIpv6CountsAsWhatItCarries() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        assertThat(SpecialAddresses.of(Inet6Address.getByAddress(null, mapped, -1))).isPresent();
        mapped[12] = 1;
        assertThat(SpecialAddresses.of(Inet6Address.getByAddress(null, mapped, -1))).isEmpty();
    }
}
