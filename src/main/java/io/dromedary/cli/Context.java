package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What a running command works with: its surroundings, the global options and the server. */
final class Context {
    private static final String DEFAULT_URL = "http://localhost:8080";

    private final CliEnvironment surroundings;
    private final GlobalOptions options;
    private final LocalMode localMode;

    Context(CliEnvironment surroundings, GlobalOptions options, ServerEntry server) {
        this.surroundings = surroundings;
        this.options = options;
        this.localMode = new LocalMode(server, surroundings, () -> options.debug);
    }

    /** Is the work done in this process? */
    boolean isLocal() {
        return options.local;
    }

    /** Ends what was started for the command. */
    void close() {
        localMode.close();
    }

    CliEnvironment surroundings() {
        return surroundings;
    }

    String program() {
        return surroundings.program();
    }

    boolean debug() {
        return options.debug;
    }

    OutputMode mode() {
        if (options.json && options.tty) {
            throw new CliFailure(ExitCode.USAGE, "--json and --tty exclude each other; give one of them.");
        }
        if (options.quiet) {
            return OutputMode.QUIET;
        }
        boolean people = options.tty || (surroundings.terminal().interactive() && !options.json);
        return people ? OutputMode.PEOPLE : OutputMode.JSON_LINES;
    }

    /** A line of result. */
    void print(String line) {
        surroundings.out().println(line);
        surroundings.out().flush();
    }

    /** A JSON document on a line of its own. */
    void print(JsonNode node) {
        print(node.toString());
    }

    /** A line about what happens, beside the result. */
    void tell(String line) {
        surroundings.err().println(line);
        surroundings.err().flush();
    }

    /** The server that does jobs: the user's, or one in this process. */
    ApiClient worker() {
        if (!options.local) {
            return api();
        }
        ServerEntry.Local server = localMode.server();
        return client(server.url(), Optional.of(server.key()));
    }

    /** The user's server, with the user's key. */
    ApiClient api() {
        if (options.local) {
            throw new CliFailure(ExitCode.USAGE, "--local has no server that could be asked for this: it goes with"
                    + " video, audio, image, animation, adaptive, task probe and health.");
        }
        String key = key().orElseThrow(() -> new CliFailure(ExitCode.UNAUTHORISED, noKey()));
        String name = surroundings.variable(CliEnvironment.KEY).isPresent() ? CliEnvironment.KEY : "The stored key";
        return client(address(CliEnvironment.URL, url()), Optional.of(checked(key, name)));
    }

    private Optional<String> key() {
        return surroundings.variable(CliEnvironment.KEY).or(() -> stored().filter(c -> c.url().equals(url())).map(Credentials::key));
    }

    private String noKey() {
        String elsewhere = stored().map(c -> " The key that is stored belongs to " + c.url() + ".").orElse("");
        return CliEnvironment.KEY + " is not set." + elsewhere + " `" + program() + " serve` prints a key on its first start; then: `"
                + program() + " login`, or export " + CliEnvironment.KEY + "=<that key>";
    }

    /** The server, with a key that is to be tried. */
    ApiClient client(Credentials credentials) {
        return client(address("The server", credentials.url()), Optional.of(checked(credentials.key(), "The key")));
    }

    private static boolean canBeSent(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** The HTTP client would name the whole value in its complaint. */
    private static String checked(String key, String name) {
        if (!canBeSent(key)) {
            throw new CliFailure(ExitCode.UNAUTHORISED,
                    name + " holds characters that no key has. Set it again, without quotes or blanks.");
        }
        return key;
    }

    /** The server's public paths, for which no key is needed; they tell more to who has one. */
    ApiClient publicApi() {
        return options.local ? worker() : client(address(CliEnvironment.URL, url()), key().filter(Context::canBeSent));
    }

    /** The server's public paths, as anybody sees them. */
    ApiClient apiWithoutKey() {
        return client(address(CliEnvironment.URL, url()), Optional.empty());
    }

    /** The server's address: the environment wins over what is stored. */
    String url() {
        return surroundings.variable(CliEnvironment.URL).map(Context::withoutSlash)
                .or(() -> stored().map(Credentials::url)).orElse(DEFAULT_URL);
    }

    private Optional<Credentials> stored() {
        return Credentials.read(Credentials.file(surroundings));
    }

    /** For results, which a CDN may redirect; never with the key. */
    HttpClient downloads() {
        return http(HttpClient.Redirect.NORMAL).build();
    }

    private HttpClient.Builder http(HttpClient.Redirect redirect) {
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(redirect)
                .connectTimeout(Duration.ofSeconds(5));
        surroundings.variable(CliEnvironment.CA_FILE).map(file -> TrustedRoots.with(surroundings.directory().resolve(file)))
                .ifPresent(http::sslContext);
        return http;
    }

    private ApiClient client(URI base, Optional<String> key) {
        // A redirect would carry the key to another place.
        HttpClient.Builder http = http(HttpClient.Redirect.NEVER);
        if (base.getScheme().equals("http")) {
            http.sslContext(trustingNobody());
        }
        return new ApiClient(base, key, http.build(), program(), options.debug ? this::tell : line -> { });
    }

    /** For a plain address: the usual context reads all certificates first, which takes 0.1 s. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }

    /**
     * A server's address, without a slash at its end.
     *
     * @param name what the message calls it when it is none
     */
    URI address(String name, String value) {
        try {
            URI uri = new URI(withoutSlash(value));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException notAUrl) {
            // told below, with every other wrong value
        }
        throw new CliFailure(ExitCode.USAGE,
                name + " must be the server's address, such as " + DEFAULT_URL + " or https://media.example.com");
    }

    private static String withoutSlash(String url) {
        return url.replaceAll("/+$", "");
    }
}
