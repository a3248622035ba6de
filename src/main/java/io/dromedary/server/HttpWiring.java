package io.dromedary.server;

import io.dromedary.api.ApiServer;
import io.dromedary.api.Authenticator;
import io.dromedary.api.CdnFiles;
import io.dromedary.api.ClientAddresses;
import io.dromedary.api.ClientLimits;
import io.dromedary.api.Contract;
import io.dromedary.api.CrossOrigin;
import io.dromedary.api.AccessHandler;
import io.dromedary.api.StreamedOperations;
import io.dromedary.api.UploadRequests;
import io.dromedary.api.WebPage;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/** Creates the HTTP server. */
final class HttpWiring {

    /** How many callers may wait at a time while this node asks other servers for them. */
    static final int OUTGOING = 16;
    /** How many callers may wait at a time for a DNS look-up. */
    static final int LOOK_UPS = 16;

    private static final int MAX_CONNECTIONS = 1_000_000;
    /** Requests that are processed at a time, in addition to those that wait for other servers. */
    private static final int WORKERS = 20;

    private final String host;
    private final int port;
    private final Optional<String> publicUrl;
    private final long maxBodyBytes;
    private final boolean isApi;
    private final Set<String> alsoPublic;
    private final boolean hasPage;
    private final Optional<String> cdnUrl;
    private final ClientAddresses addresses;
    private final CrossOrigin origins;
    private final ClientLimits limits;
    private final long hstsSeconds;
    private final Optional<Tls> tls;
    private ApiServer server;

    /** Checks the settings and the port before anything else is created. */
    HttpWiring(Settings settings) {
        host = settings.required("dromedary.host");
        port = settings.number("dromedary.port", 0, Settings.MAX_PORT);
        publicUrl = settings.publicUrl();
        maxBodyBytes = settings.number("dromedary.http.max-body-bytes", 1);
        isApi = settings.roles().contains("api");
        alsoPublic = settings.flag("dromedary.metrics.public") ? Set.of("/metrics") : Set.of();
        hasPage = settings.flag("dromedary.page");
        cdnUrl = settings.text("dromedary.cdn.url");
        origins = origins(settings);
        addresses = addresses(settings);
        limits = new ClientLimits(settings.number("dromedary.http.max-connections", 1, MAX_CONNECTIONS),
                settings.number("dromedary.http.max-connections-per-client", 1, MAX_CONNECTIONS), addresses,
                settings.seconds("dromedary.http.request-seconds"), settings.seconds("dromedary.http.idle-seconds"));
        Ports.checkFree(host, port);
        tls = Tls.of(settings);
        hstsSeconds = settings.number("dromedary.tls.hsts-seconds", 0);
        if (hstsSeconds > 0 && tls.isEmpty()) {
            throw Settings.wrong("dromedary.tls.hsts-seconds", Long.toString(hstsSeconds), "0 where no certificate is set"
                    + " (dromedary.tls.certificate), as plain http cannot say it; a proxy with TLS before it can");
        }
    }

    private static CrossOrigin origins(Settings settings) {
        try {
            return new CrossOrigin(settings.list("dromedary.http.allowed-origins"));
        } catch (IllegalArgumentException e) {
            throw Settings.wrong("dromedary.http.allowed-origins", e.getMessage(),
                    "origins such as https://app.example.com, without a path, separated by commas, or *");
        }
    }

    private static ClientAddresses addresses(Settings settings) {
        List<String> proxies = settings.list("dromedary.http.trusted-proxies");
        try {
            return new ClientAddresses(proxies);
        } catch (IllegalArgumentException e) {
            throw Settings.wrong("dromedary.http.trusted-proxies", e.getMessage(),
                    "addresses, or networks such as 10.0.0.0/8, separated by commas");
        }
    }

    /** Identifies clients. */
    ClientAddresses addresses() {
        return addresses;
    }

    /** The base of this server's URLs, without a slash at the end. */
    String publicUrl() {
        return publicUrl.map(url -> url.replaceFirst("/+$", "")).orElseGet(() -> scheme() + "://localhost:" + port);
    }

    /** Creates the server, which does not listen yet. */
    void bind(CamelContext context, Contract contract, Authenticator callers, CdnFiles files, StreamedOperations streamed,
            UploadRequests uploads, GracefulShutdown stopping) throws Exception {
        var configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(host);
        configuration.setBindPort(port);
        configuration.setMaxBodySize(maxBodyBytes);
        configuration.getBodyHandler().setHandleFileUploads(false);
        tls.map(Tls::parameters).ifPresent(configuration::setSslContextParameters);
        context.getRegistry().bind("httpServerConfiguration", configuration);
        context.getRegistry().bind("vertxOptions", new VertxOptions().setWorkerPoolSize(WORKERS + OUTGOING + LOOK_UPS));
        var gate = new AccessHandler(contract, callers, isApi, alsoPublic);
        stopping.tell(streamed::close);
        stopping.tell(uploads::close);
        stopping.await(gate::close);
        server = new ApiServer(configuration, gate, files, streamed, uploads, page(contract), origins, limits, hstsSeconds);
        context.addService(server);
    }

    /** The page, on nodes that answer the API; it may read results where their URLs lead. */
    private Optional<WebPage> page(Contract contract) {
        return hasPage && isApi ? Optional.of(new WebPage(contract::json,
                Stream.concat(Stream.of(publicUrl()), cdnUrl.stream()).map(HttpWiring::origin).distinct().toList())) : Optional.empty();
    }

    private static String origin(String url) {
        return url.replaceFirst("^(https?://[^/?#]+).*$", "$1");
    }

    /** Starts to listen, and returns the URL. */
    String listen() throws Exception {
        server.listen();
        return scheme() + "://" + server.getHost() + ":" + server.getPort();
    }

    private String scheme() {
        return tls.isPresent() ? "https" : "http";
    }
}
