package io.dromedary.api;

import io.dromedary.net.Network;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Identifies the client of a connection or a request by its address. For proxies, which the settings name, the last entry
 * of {@code X-Forwarded-For} is the client: the client itself can write the entries before it.
 */
public final class ClientAddresses {

    private static final String FORWARDED = "X-Forwarded-For";
    /** An IPv6 client has a whole network, and can use any address of it (RFC 6177). */
    private static final int IPV6_BYTES = 8;
    private static final int IPV4_BYTES = 4;

    private final List<Network> proxies;

    /**
     * @param proxies addresses, or networks such as {@code 10.0.0.0/8}, that are trusted to name their clients
     * @throws IllegalArgumentException if one of them is neither
     */
    public ClientAddresses(List<String> proxies) {
        this.proxies = proxies.stream().map(ClientAddresses::network).toList();
    }

    private static Network network(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = bytes(parts[0]).orElseThrow(() -> new IllegalArgumentException(text));
        int most = address.length * Byte.SIZE;
        if (parts.length > 1 && !parts[1].matches("\\d{1,3}")) {
            throw new IllegalArgumentException(text);
        }
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits > most) {
            throw new IllegalArgumentException(text);
        }
        return new Network(address, bits);
    }

    /** The client of a connection; none for a connection of a proxy, which serves many clients. */
    Optional<String> of(SocketAddress remote) {
        Optional<byte[]> address = Optional.ofNullable(remote.hostAddress()).flatMap(ClientAddresses::bytes);
        return address.filter(this::isProxy).isPresent() ? Optional.empty()
                : Optional.of(address.map(ClientAddresses::client).orElse(""));
    }

    /** The client of a request; the proxy itself if it names no client. */
    String of(HttpServerRequest request) {
        return of(request.remoteAddress()).orElseGet(() -> forwarded(request).or(() -> bytes(request.remoteAddress().hostAddress()))
                .map(ClientAddresses::client).orElse(""));
    }

    private static Optional<byte[]> forwarded(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(FORWARDED);
        return headers.isEmpty() ? Optional.empty()
                : Stream.of(headers.get(headers.size() - 1).split(",")).reduce((before, last) -> last)
                        .flatMap(last -> bytes(withoutPort(last.strip())));
    }

    private static String withoutPort(String text) {
        return text.startsWith("[") ? text.substring(1).replaceFirst("].*", "") : text.replaceFirst("^([0-9.]+):\\d+$", "$1");
    }

    private boolean isProxy(byte[] address) {
        return proxies.stream().anyMatch(network -> network.holds(address));
    }

    /** Parses an address without asking a name server; an IPv4 address embedded in an IPv6 one counts as IPv4. */
    private static Optional<byte[]> bytes(String text) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text.replaceFirst("%.*", ""))).map(address ->
                isIpv4InIpv6(address) ? Arrays.copyOfRange(address, address.length - IPV4_BYTES, address.length) : address);
    }

    private static boolean isIpv4InIpv6(byte[] address) {
        return HexFormat.of().formatHex(address).matches("0{20}f{4}.{8}");
    }

    private static String client(byte[] address) {
        return HexFormat.of().formatHex(address, 0, Math.min(address.length, IPV6_BYTES));
    }
}
