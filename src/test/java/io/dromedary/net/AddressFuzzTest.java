package io.dromedary.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dromedary.problem.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.BasicHttpResponse;

/**
 * No text that somebody gives for a URL leads to another host than the one that is looked at. In bin/test these are the
 * texts of src/test/resources alone; bench/guided searches for others.
 */
class AddressFuzzTest {

    private static final Set<Integer> PORTS = Set.of(80, 443);

    @FuzzTest
    void whatIsAcceptedIsReadInOneWay(byte[] bytes) throws URISyntaxException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        URI url;
        try {
            url = WebUrl.parse(text, "input");
        } catch (Problem refused) {
            assertThat(refused.field()).contains("input");
            return;
        }
        assertThat(url.getScheme().toLowerCase(Locale.ROOT)).isIn("http", "https");
        // As a browser reads it: the host is what stands between the slashes and the next of these.
        String authority = text.substring(text.indexOf("://") + 3).split("[/\\\\?#]", 2)[0];
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        assertThat(authority).doesNotContain("@").matches("[\\x21-\\x7e]+");
        assertThat(authority.replaceFirst(":0*(\\d*)$", ":$1").replaceFirst(":$", "")).isEqualTo(url.getHost() + port);
        // As the client of the routes reads it.
        HttpHost host = HttpHost.create(url);
        assertThat(host.getHostName().replaceAll("[\\[\\]]", "")).isEqualToIgnoringCase(bare(url));
        assertThat(host.getPort()).isEqualTo(url.getPort());
    }

    @FuzzTest
    void noUrlThatLeadsInsideIsAccepted(byte[] bytes) {
        var asked = new ArrayList<String>();
        var allowed = new AllowedHosts("", PORTS, host -> {
            asked.add(host);
            return addresses(host);
        });
        URI url;
        try {
            url = WebUrl.parse(new String(bytes, StandardCharsets.UTF_8), "input");
            allowed.checkPublic(url, "input");
        } catch (Problem refused) {
            return;
        }
        // A name is of 127.0.0.1 here, so that what is accepted is the address of a public host.
        assertThat(asked).containsExactly(url.getHost());
        assertThat(WebUrl.port(url)).isIn(PORTS);
        assertThat(bare(url)).matches("[0-9.]+|[0-9A-Fa-f:.]+");
    }

    @FuzzTest
    void noRedirectLeadsToWhatCouldNotHaveBeenAskedFor(byte[] bytes) {
        var allowed = new AllowedHosts("", PORTS, AddressFuzzTest::addresses);
        HttpResponse response = new BasicHttpResponse(302);
        response.setHeader("Location", new String(bytes, StandardCharsets.UTF_8));
        var request = new BasicHttpRequest("GET", URI.create("https://one.example/a/b?c"));
        URI to;
        try {
            to = new CheckedRedirects(allowed, "The input's server")
                    .getLocationURI(request, response, HttpClientContext.create());
        } catch (Problem refused) {
            return;
        }
        assertThat(to.getScheme()).isEqualToIgnoringCase("https");
        assertThat(WebUrl.port(to)).isIn(PORTS);
        assertThat(WebUrl.parse(to.toString(), "input")).isEqualTo(to);
    }

    /** Literals are what they are, without a question to anybody; every name is of this machine. */
    private static InetAddress[] addresses(String host) throws UnknownHostException {
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        return InetAddress.getAllByName(literal ? host : "127.0.0.1");
    }

    private static String bare(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }
}
