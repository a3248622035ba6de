package io.dromedary.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContextAware;
import org.apache.camel.console.DevConsole;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.json.Jsoner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's developer console for people who write routes, at {@code http://127.0.0.1:<port>/q/dev}: what the routes are, and
 * what they have done. It needs jars that only {@code bin/dromedary serve --dev} puts on the class path.
 *
 * <p>Camel's own server for it (camel-platform-http-main) serves every console, with all parameters. Some of them show
 * settings with their values, endpoints with presigned URLs, or bodies; others stop routes or send messages, even when a page
 * of somebody else makes the browser ask. So here are only those that show routes and their numbers, without parameters that
 * do something, and only for names of this machine.
 */
final class DeveloperConsole extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(DeveloperConsole.class);
    private static final byte[] HERE = {127, 0, 0, 1};
    private static final String PATH = "/q/dev";
    /** Those that neither show what a secret may be in, nor do anything without an action. */
    private static final List<String> SHOWN = List.of("context", "route", "route-group", "route-structure", "top", "processor",
            "inflight", "blocked", "service", "memory", "gc", "thread");
    private static final Set<String> PARAMETERS = Set.of("filter", "limit", "processors", "brief");

    private final int port;
    private final Map<String, DevConsole> consoles = new TreeMap<>();
    private HttpServer server;

    /** @param port where it listens, on 127.0.0.1 alone; 0 for any */
    DeveloperConsole(int port) {
        this.port = port;
    }

    void addTo(Main main) {
        // The numbers of routes are those of their MBeans.
        main.addOverrideProperty("camel.main.jmxEnabled", "true");
        main.addMainListener(this);
    }

    /** @throws IllegalStateException if its jars are not there, or its port is taken */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        for (String id : SHOWN) {
            DevConsole console = PluginHelper.getDevConsoleResolver(main.getCamelContext()).resolveDevConsole(id);
            if (console == null) {
                throw new IllegalStateException("The developer console needs the jars in target/dev, which bin/build makes: start the"
                        + " server by 'bin/dromedary serve --dev' from the source.");
            }
            consoles.put(id, console);
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(HERE), port), 0);
        } catch (IOException e) {
            throw new IllegalStateException("The developer console cannot listen on 127.0.0.1:" + port + " (" + e.getMessage()
                    + "): name another port by --dev=<port>.");
        }
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        consoles.values().forEach(console -> {
            CamelContextAware.trySetCamelContext(console, main.getCamelContext());
            ServiceHelper.startService(console);
        });
        server.createContext("/", this::answer);
        server.start();
        LOG.info("The developer console is at http://127.0.0.1:{}{}", server.getAddress().getPort(), PATH);
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String id = request.getRequestURI().getPath().replaceFirst("^" + PATH + "/?", "");
            boolean isJson = request.getRequestHeaders().getOrDefault("Accept", List.of("")).get(0).contains("json");
            if (!isOfThisMachine(request.getRequestHeaders().getFirst("Host"))) {
                send(request, 403, "text/plain", "Ask for 127.0.0.1 or localhost.\n");
            } else if (!request.getRequestMethod().equals("GET")) {
                send(request, 405, "text/plain", "This only shows, to GET.\n");
            } else if (request.getRequestURI().getPath().matches(PATH + "/?")) {
                send(request, 200, "text/plain", index());
            } else if (consoles.containsKey(id)) {
                Object said = consoles.get(id).call(isJson ? DevConsole.MediaType.JSON : DevConsole.MediaType.TEXT,
                        parameters(request.getRequestURI().getQuery()));
                send(request, 200, isJson ? "application/json" : "text/plain", isJson ? Jsoner.serialize(said) : said + "\n");
            } else {
                send(request, 404, "text/plain", "There is no such console. " + PATH + " lists what there is.\n");
            }
        }
    }

    /** A site of somebody else whose name leads here would be read by his page otherwise. */
    private boolean isOfThisMachine(String host) {
        return Set.of("127.0.0.1:" + server.getAddress().getPort(), "localhost:" + server.getAddress().getPort())
                .contains(String.valueOf(host));
    }

    private String index() {
        return consoles.values().stream().map(console -> PATH + "/" + console.getId() + "  " + console.getDescription() + "\n")
                .collect(Collectors.joining());
    }

    private static Map<String, Object> parameters(String query) {
        var parameters = new HashMap<String, Object>();
        for (String part : query == null ? new String[0] : query.split("&")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2 && PARAMETERS.contains(pair[0])) {
                parameters.put(pair[0], pair[1]);
            }
        }
        return parameters;
    }

    private static void send(HttpExchange request, int status, String type, String text) {
        try {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            request.getResponseHeaders().set("Cache-Control", "no-store");
            request.sendResponseHeaders(status, body.length);
            request.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
