package io.dromedary.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that are not public, according to IANA's two registries of special-purpose addresses (RFC 6890), and the
 * forms in which an IPv6 address embeds an IPv4 one.
 */
public final class SpecialAddresses {

    private static final List<Block> BLOCKS = List.of(
            block("0.0.0.0/8", "this network", "RFC 1122 3.2.1.3"),
            block("10.0.0.0/8", "private", "RFC 1918"),
            block("100.64.0.0/10", "shared by carriers (CGNAT)", "RFC 6598"),
            block("127.0.0.0/8", "loopback", "RFC 1122 3.2.1.3"),
            block("168.63.129.16/32", "metadata of Azure", "Azure's documentation, What is IP address 168.63.129.16"),
            block("169.254.0.0/16", "link-local, metadata of clouds", "RFC 3927"),
            block("172.16.0.0/12", "private", "RFC 1918"),
            block("192.0.0.0/24", "protocol assignments", "RFC 6890 2.1"),
            block("192.0.2.0/24", "documentation", "RFC 5737"),
            block("192.88.99.0/24", "relays of 6to4", "RFC 7526"),
            block("192.168.0.0/16", "private", "RFC 1918"),
            block("198.18.0.0/15", "benchmarks", "RFC 2544"),
            block("198.51.100.0/24", "documentation", "RFC 5737"),
            block("203.0.113.0/24", "documentation", "RFC 5737"),
            block("224.0.0.0/4", "multicast", "RFC 5771"),
            block("240.0.0.0/4", "reserved, broadcast", "RFC 1112 4, RFC 919 7"),

            block("::/96", "unspecified, loopback, IPv4-compatible", "RFC 4291 2.5.2, 2.5.3, 2.5.5.1"),
            block("::ffff:0:0:0/96", "IPv4-translated (SIIT)", "RFC 2765 2.1"),
            block("64:ff9b:1::/48", "NAT64 of one's own network", "RFC 8215"),
            block("100::/64", "discard", "RFC 6666"),
            block("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
            block("2001::/23", "protocol assignments: Teredo, benchmarks, ORCHID", "RFC 2928, 4380, 5180, 7343"),
            block("2001:db8::/32", "documentation", "RFC 3849"),
            block("2002::/16", "6to4", "RFC 3056, 7526"),
            block("3fff::/20", "documentation", "RFC 9637"),
            block("5f00::/16", "segment routing", "RFC 9602"),
            block("fc00::/7", "unique local, metadata of AWS", "RFC 4193"),
            block("fe80::/10", "link-local", "RFC 4291 2.5.6"),
            block("fec0::/10", "site-local", "RFC 3879"),
            block("ff00::/8", "multicast", "RFC 4291 2.7"));

    /** NAT64 (RFC 6052 2.1): by it, a network without IPv4 reaches all of IPv4, so the embedded address counts. */
    private static final Block NAT64 = block("64:ff9b::/96", "NAT64", "RFC 6052 2.1");

    /** RFC 4291 2.5.5.2. The JDK converts such an address to IPv4 unless it is created from bytes. */
    private static final Block MAPPED = block("::ffff:0:0/96", "IPv4-mapped", "RFC 4291 2.5.5.2");

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int ISATAP_AT = 8;

    private SpecialAddresses() {
    }

    /**
     * A range of addresses.
     *
     * @param network its first address
     * @param bits    length of its prefix
     * @param use     what it is for
     * @param source  where that is defined
     */
    public record Block(InetAddress network, int bits, String use, String source) {

        boolean holds(byte[] address) {
            return new Network(network.getAddress(), bits).holds(address);
        }
    }

    /** The block of an address, or of the IPv4 address that it embeds; none if it is public. */
    public static Optional<Block> of(InetAddress address) {
        return of(address.getAddress());
    }

    private static Optional<Block> of(byte[] address) {
        Optional<Block> block = BLOCKS.stream().filter(each -> each.holds(address)).findFirst();
        return block.isPresent() ? block : carried(address).flatMap(SpecialAddresses::of);
    }

    /** The embedded IPv4 address, for the forms in which public addresses can be reached. */
    private static Optional<byte[]> carried(byte[] address) {
        boolean carries = NAT64.holds(address) || MAPPED.holds(address) || isIsatap(address);
        return carries ? Optional.of(Arrays.copyOfRange(address, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES)) : Optional.empty();
    }

    /** ISATAP (RFC 5214 6.1): behind any prefix, 00-00-5E-FE, with or without the universal bit. */
    private static boolean isIsatap(byte[] address) {
        return address.length == IPV6_BYTES && (address[ISATAP_AT] & 0xfd) == 0 && address[ISATAP_AT + 1] == 0
                && address[ISATAP_AT + 2] == 0x5e && address[ISATAP_AT + 3] == (byte) 0xfe;
    }

    private static Block block(String cidr, String use, String source) {
        String[] parts = cidr.split("/");
        try {
            return new Block(network(parts[0]), Integer.parseInt(parts[1]), use, source);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(cidr + " is no block of addresses", e);
        }
    }

    /** The JDK would convert the text of an IPv4-mapped network to an IPv4 address. */
    private static InetAddress network(String text) throws UnknownHostException {
        InetAddress network = InetAddress.getByName(text);
        if (!text.contains(":") || network.getAddress().length == IPV6_BYTES) {
            return network;
        }
        var bytes = new byte[IPV6_BYTES];
        Arrays.fill(bytes, IPV6_BYTES - IPV4_BYTES - 2, IPV6_BYTES - IPV4_BYTES, (byte) 0xff);
        return Inet6Address.getByAddress(null, bytes, -1);
    }
}
