package io.dromedary.net;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses URLs of web servers that callers send. */
public final class WebUrl {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_PORT = 65_535;
    /** WHATWG URL 3.5: a host whose last label is a number is read as an IPv4 address, in any spelling. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");
    /** RFC 3986 3.2.2: the only valid spelling of an IPv4 address; programs read 010 as eight or as ten. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private WebUrl() {
    }

    /**
     * Parses a URL that all programs read in the same way: http or https, a plain host, no user or password.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    public static URI parse(String text, String field) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is not a proper URL: encode spaces and other"
                    + " special characters in it as %20 and so on.", field);
        }
        if (!isPlain(url)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' must be https://<host>/<path>, with a proper"
                    + " host name and port, and without a user or password. An IPv4 address is written as four decimal"
                    + " numbers.", field);
        }
        return url;
    }

    static boolean isPlain(URI url) {
        String host = url.getHost();
        return url.getScheme() != null && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT)) && host != null
                && url.getRawUserInfo() == null && url.getPort() != 0 && url.getPort() <= MAX_PORT && isPlain(host);
    }

    /** A zone (RFC 6874) names an interface of this machine. */
    private static boolean isPlain(String host) {
        return host.startsWith("[") ? !host.contains("%")
                : !ENDS_IN_NUMBER.matcher(host).matches() || IPV4.matcher(host).matches();
    }

    /** The port of a URL, explicit or by its scheme. */
    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
