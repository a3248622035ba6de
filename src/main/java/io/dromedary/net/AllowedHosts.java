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
 * The hosts for which plain http, all ports and private addresses are allowed. Every other host needs https if it gets
 * secrets, one of the generally allowed ports, and a public address.
 */
public final class AllowedHosts {

    /** RFC 6761 6.3: these names are the loopback, no matter what a resolver answers. */
    private static final Pattern LOCALHOST = Pattern.compile("(?i)(.*\\.)?localhost\\.?");

    private final Set<String> hosts;
    private final Set<Integer> ports;
    private final HostNames names;

    /**
     * @param list  {@code host} or {@code host:port}, separated by commas
     * @param ports the allowed ports of all other hosts
     * @param names finds the addresses of hosts
     */
    public AllowedHosts(String list, Set<Integer> ports, HostNames names) {
        this.hosts = Stream.of(list.split(",")).map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty()).collect(Collectors.toUnmodifiableSet());
        this.ports = Set.copyOf(ports);
        this.names = names;
    }

    /** The same rules with another resolver. */
    public AllowedHosts with(HostNames others) {
        return new AllowedHosts(hosts, ports, others);
    }

    private AllowedHosts(Set<String> hosts, Set<Integer> ports, HostNames names) {
        this.hosts = hosts;
        this.ports = ports;
        this.names = names;
    }

    /** Does the setting contain this host, with or without the port of the URL? */
    public boolean names(URI url) {
        return names(url.getHost(), WebUrl.port(url));
    }

    private boolean names(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        // The HTTP client removes the brackets of an IPv6 address.
        String name = lower.contains(":") && !lower.startsWith("[") ? "[" + lower + "]" : lower;
        return hosts.contains(name) || hosts.contains(name + ":" + port);
    }

    /**
     * Refuses a URL that gets secrets if it is not allowed.
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
     * Refuses a URL whose port is not allowed, or whose host is or resolves to a private address. A name that does not
     * resolve passes: it may exist by the time of the request, and is checked again then.
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

    /** Why a URL is refused before its host is looked up; none if it is not. */
    Optional<String> refusal(URI url) {
        return names(url) || ports.contains(WebUrl.port(url)) ? Optional.empty()
                : Optional.of("leads to port " + WebUrl.port(url) + ", and this server connects to the ports "
                        + new TreeSet<>(ports) + " alone (DROMEDARY_ALLOW_PORTS), but for hosts that"
                        + " DROMEDARY_ALLOW_HOSTS names.");
    }

    /**
     * The addresses of a host, all of which are allowed.
     *
     * @param whose describes the host in the message
     * @throws Problem {@code input_forbidden}, if one of them is private
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

    /** Does the setting contain this host, with any port? */
    private boolean names(String host) {
        return names(host, -1) || hosts.stream().anyMatch(allowed -> allowed.startsWith(
                (host.contains(":") ? "[" + host + "]" : host).toLowerCase(Locale.ROOT) + ":"));
    }

    /**
     * Like {@link #addresses(String, int, String)}, for an unknown port, which was checked with the URL.
     *
     * @throws Problem {@code input_forbidden}, if one of them is private
     */
    InetAddress[] addresses(String host, String whose) throws UnknownHostException {
        return names(host) ? names.find(host) : addresses(host, -1, whose);
    }
}
