package io.dromedary.net;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts for which plain http, every port and private addresses are allowed; every other host needs https where
 * secrets go to it, one of the ports that are open to all, and an address of the public internet.
 */
public final class AllowedHosts {

    /** RFC 6761 6.3: these names are the loopback, whatever a resolver says. */
    private static final Pattern LOCALHOST = Pattern.compile("(?i)(.*\\.)?localhost\\.?");

    private final Set<String> hosts;
    private final Set<Integer> ports;
    private final HostNames names;

    /**
     * From the settings.
     *
     * @param list  {@code host} or {@code host:port}, separated by commas
     * @param ports the ports of all other hosts
     * @param names finds the addresses of hosts
     */
    public AllowedHosts(String list, Set<Integer> ports, HostNames names) {
        this.hosts = Stream.of(list.split(",")).map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty()).collect(Collectors.toUnmodifiableSet());
        this.ports = Set.copyOf(ports);
        this.names = names;
    }

    /** The same, with addresses found in another way. */
    public AllowedHosts with(HostNames others) {
        return new AllowedHosts(hosts, ports, others);
    }

    private AllowedHosts(Set<String> hosts, Set<Integer> ports, HostNames names) {
        this.hosts = hosts;
        this.ports = ports;
        this.names = names;
    }

    /** Does the setting name this host, with or without the port of the URL? */
    public boolean names(URI url) {
        return names(url.getHost(), WebUrl.port(url));
    }

    private boolean names(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        // The client of HTTP takes the brackets off an IPv6 address.
        String name = lower.contains(":") && !lower.startsWith("[") ? "[" + lower + "]" : lower;
        return hosts.contains(name) || hosts.contains(name + ":" + port);
    }

    /**
     * Refuses a URL to which secrets go, when it is not allowed.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    public void check(URI url, String field) {
        if (names(url)) {
            return;
        }
        if (!url.getScheme().equalsIgnoreCase("https")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' must begin with https://. Plain http is"
                    + " only for hosts that DROMEDARY_ALLOW_HOSTS of the server names.", field);
        }
        checkPublic(url, field);
    }

    /**
     * Refuses a URL whose port is not open to all, or whose host is, or resolves to, an address inside. A name that does
     * not resolve passes: it may come to exist until the job gets there, and is checked again then.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    public void checkPublic(URI url, String field) {
        if (names(url)) {
            return;
        }
        refusal(url).ifPresent(reason -> {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' " + reason, field);
        });
        try {
            addresses(url.getHost(), WebUrl.port(url), "'" + field + "'");
        } catch (UnknownHostException notNow) {
            return;
        } catch (Problem inside) {
            throw new Problem(ProblemKind.INVALID_INPUT, inside.getMessage(), field);
        }
    }

    /** What speaks against a URL before its host is looked up; none when nothing does. */
    Optional<String> refusal(URI url) {
        return names(url) || ports.contains(WebUrl.port(url)) ? Optional.empty()
                : Optional.of("leads to port " + WebUrl.port(url) + ", and this server connects to the ports "
                        + new TreeSet<>(ports) + " alone (DROMEDARY_ALLOW_PORTS), but for hosts that"
                        + " DROMEDARY_ALLOW_HOSTS names.");
    }

    /**
     * The addresses of a host, all of which may be connected to.
     *
     * @param whose what the host is, for the message
     * @throws Problem {@code input_forbidden}, when one of them is inside
     */
    InetAddress[] addresses(String host, int port, String whose) throws UnknownHostException {
        if (names(host, port)) {
            return names.find(host);
        }
        if (LOCALHOST.matcher(host).matches()) {
            throw inside(whose);
        }
        InetAddress[] addresses = names.find(host);
        if (Stream.of(addresses).anyMatch(address -> SpecialAddresses.of(address).isPresent())) {
            throw inside(whose);
        }
        return addresses;
    }

    private static Problem inside(String whose) {
        return new Problem(ProblemKind.INPUT_FORBIDDEN, whose + " points to a private address. That is only for hosts"
                + " that DROMEDARY_ALLOW_HOSTS of the server names.");
    }

    /** Does the setting name this host, with whatever port? */
    private boolean names(String host) {
        return names(host, -1) || hosts.stream().anyMatch(allowed -> allowed.startsWith(
                (host.contains(":") ? "[" + host + "]" : host).toLowerCase(Locale.ROOT) + ":"));
    }

    /**
     * As {@link #addresses(String, int, String)}, where the port is not known: it was checked with the URL.
     *
     * @throws Problem {@code input_forbidden}, when one of them is inside
     */
    InetAddress[] addresses(String host, String whose) throws UnknownHostException {
        return names(host) ? names.find(host) : addresses(host, -1, whose);
    }
}
