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
 * Which client a connection or a request is of, by its address. A proxy is named in the settings, and each of its requests is
 * of the client that the last entry of its {@code X-Forwarded-For} says: those before that are the client's own words.
 */
public final class ClientAddresses {

    private static final String FORWARDED = "X-Forwarded-For";
    /** A client has a whole network of IPv6, and can come from each address of it (RFC 6177). */
    private static final int IPV6_BYTES = 8;
    private static final int IPV4_BYTES = 4;

    private final List<Network> proxies;

    /**
     * Clients.
     *
     * @param proxies addresses, or networks as {@code 10.0.0.0/8}, whose word is taken for whom they speak for
     * @throws IllegalArgumentException when one is neither
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

    /** The client of a connection; none when it is a proxy's, which is of many. */
    Optional<String> of(SocketAddress remote) {
        Optional<byte[]> address = Optional.ofNullable(remote.hostAddress()).flatMap(ClientAddresses::bytes);
        return address.filter(this::isProxy).isPresent() ? Optional.empty()
                : Optional.of(address.map(ClientAddresses::client).orElse(""));
    }

    /** The client of a request; what a proxy does not say is of the proxy. */
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

    /** Of an address as text, without asking a name server; IPv4 is IPv4 also where IPv6 carries it. */
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
