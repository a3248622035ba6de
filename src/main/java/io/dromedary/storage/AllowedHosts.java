package io.dromedary.storage;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts for which plain http and private addresses are allowed; every other host needs https for a connection and
 * an address of the public internet.
 */
public final class AllowedHosts {

    private final Set<String> hosts;

    /**
     * From the setting.
     *
     * @param list {@code host} or {@code host:port}, separated by commas
     */
    public AllowedHosts(String list) {
        this.hosts = Stream.of(list.split(",")).map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** Does the setting name this host, with or without the port of the URL? */
    public boolean names(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return hosts.contains(host) || hosts.contains(host + ":" + port);
    }

    /**
     * Refuses the URL of a store that is not allowed.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    public void check(URI url, String field) {
        if (names(url)) {
            return;
        }
        if (!url.getScheme().equals("https")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' must begin with https://. Plain http is"
                    + " only for hosts that DROMEDARY_ALLOW_HOSTS of the server names.", field);
        }
        checkPublic(url, field);
    }

    /** Does the setting name this host, with whatever port? */
    boolean names(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(allowed -> allowed.equals(name) || allowed.startsWith(name + ":"));
    }

    /**
     * Refuses a URL whose host is, or resolves to, an address inside. A name that does not resolve passes: it may come
     * to exist until the job gets there, and is checked again then.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    public void checkPublic(URI url, String field) {
        if (names(url)) {
            return;
        }
        for (InetAddress address : resolve(url.getHost())) {
            if (isPrivate(address)) {
                throw new Problem(ProblemKind.INVALID_INPUT, refused("'" + field + "'").getMessage(), field);
            }
        }
    }

    private static InetAddress[] resolve(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException notNow) {
            return new InetAddress[0];
        }
    }

    static Problem refused(String what) {
        return new Problem(ProblemKind.INPUT_FORBIDDEN, what + " points to a private address. That is only for hosts"
                + " that DROMEDARY_ALLOW_HOSTS of the server names.");
    }

    /**
     * RFC 1918, 3927, 1122, 6598 (shared), 6890 (protocol assignments), 2544 (benchmarks), 1112 (reserved, broadcast);
     * RFC 4193, 4291; and what may carry an IPv4 address in an IPv6 one: RFC 4291 (::/96), 6052 and 8215 (NAT64), 3056
     * (6to4), 4380 (Teredo).
     */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
                || address.isSiteLocalAddress() || address.isMulticastAddress() || bytes[0] == 0
                || (bytes.length == 4 ? isReserved(unsigned(bytes[0]), unsigned(bytes[1]), unsigned(bytes[2]))
                        : isEmbedding(bytes));
    }

    private static boolean isReserved(int first, int second, int third) {
        return first == 100 && (second & 0xc0) == 64 || first == 192 && second == 0 && third == 0
                || first == 198 && (second & 0xfe) == 18 || first >= 240;
    }

    private static boolean isEmbedding(byte[] bytes) {
        boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        return uniqueLocal || sixToFour || teredo;
    }

    private static int unsigned(byte value) {
        return value & 0xff;
    }
}
