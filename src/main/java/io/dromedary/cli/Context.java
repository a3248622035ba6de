package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The context of a running command: its environment, the global options and the server. */
final class Context {
    private static final String DEFAULT_URL = "http://localhost:8080";

    private final CliEnvironment surroundings;
    private final GlobalOptions options;
    private final LocalMode localMode;
    private boolean outputTaken;

    Context(CliEnvironment surroundings, GlobalOptions options, ServerEntry server) {
        this.surroundings = surroundings;
        this.options = options;
        this.localMode = new LocalMode(server, surroundings, () -> options.debug);
    }

    /** Does the command use the local mode? */
    boolean isLocal() {
        return options.isLocal();
    }

    /** The connection of jobs that name none. */
    Optional<String> connection() {
        return isLocal() ? Optional.empty() : surroundings.variable(CliEnvironment.CONNECTION);
    }

    /** Goes on as with {@code --local}, unless the user has said where the server is, or has the key of one. */
    boolean becomesLocal() {
        options.local |= surroundings.variable(CliEnvironment.URL).isEmpty() && key().isEmpty() && stored().isEmpty();
        return options.local;
    }

    /** Stops the server of the local mode, if it was started. */
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

    /** The global flags that were given. */
    List<String> globalFlags() {
        return options.given();
    }

    /** Whether JSON was asked for, rather than chosen because nobody looks. */
    boolean wantsWholeAnswers() {
        return options.json;
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

    /** Prints a line of the result. */
    void print(String line) {
        if (outputTaken) {
            tell(line);
            return;
        }
        surroundings.out().println(line);
        surroundings.out().flush();
    }

    /** Keeps standard output for the bytes of a result: from now on, all else is printed to standard error. */
    void takeOutput() {
        outputTaken = true;
    }

    /** Prints a JSON document on its own line. */
    void print(JsonNode node) {
        print(node.toString());
    }

    /** Prints the server's answer about one thing: all of it, only its id, or what it means for people. */
    void answer(JsonNode answer, String forPeople) {
        switch (mode()) {
            case JSON_LINES -> print(answer);
            case QUIET -> print(TextFormat.plain(answer.path("id")));
            case PEOPLE -> print(forPeople);
        }
    }

    /**
     * Prints a list of the server.
     *
     * @param quiet the field that is printed alone in the quiet mode
     * @param forPeople prints it for people
     */
    void list(JsonNode list, String quiet, Runnable forPeople) {
        switch (mode()) {
            case JSON_LINES -> list.forEach(this::print);
            case QUIET -> list.forEach(each -> print(TextFormat.plain(each.path(quiet))));
            case PEOPLE -> forPeople.run();
        }
    }

    /** A table as wide as the terminal; in a pipe, where people read it later, as wide as its texts. */
    Table table(String... headings) {
        Terminal terminal = surroundings.terminal();
        return new Table(terminal.interactive() ? terminal.columns() : Integer.MAX_VALUE, terminal.unicode(), headings);
    }

    /** Prints a message to standard error. */
    void tell(String line) {
        surroundings.err().println(line);
        surroundings.err().flush();
    }

    /** The server that runs jobs: the user's, or the one in this process. */
    ApiClient worker() {
        return options.local ? client(localMode.worker()) : api();
    }

    private ApiClient client(ServerEntry.Local server) {
        return client(server.url(), Optional.of(server.key()));
    }

    /** The user's server, with the user's key. */
    ApiClient api() {
        if (options.local) {
            throw new CliFailure(ExitCode.USAGE, "--local has no server that could be asked for this: it goes with"
                    + " video, audio, image, animation, adaptive, task and health.");
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

    /** A client with credentials that are to be checked. */
    ApiClient client(Credentials credentials) {
        return client(address("The server", credentials.url()), Optional.of(checked(credentials.key(), "The key")));
    }

    private static boolean canBeSent(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Checks a key first, as the HTTP client's error message would show it. */
    private static String checked(String key, String name) {
        if (!canBeSent(key)) {
            throw new CliFailure(ExitCode.UNAUTHORISED,
                    name + " holds characters that no key has. Set it again, without quotes or blanks.");
        }
        return key;
    }

    /** A client for the server's public paths, which need no key, but answer more with one. */
    ApiClient publicApi() {
        return options.local ? client(localMode.server()) : client(address(CliEnvironment.URL, url()), key().filter(Context::canBeSent));
    }

    /** A client for the server's public paths, without a key. */
    ApiClient apiWithoutKey() {
        return client(address(CliEnvironment.URL, url()), Optional.empty());
    }

    /** The server's address: from the environment, otherwise the stored one. */
    String url() {
        return surroundings.variable(CliEnvironment.URL).map(Context::withoutSlash)
                .or(() -> stored().map(Credentials::url)).orElse(DEFAULT_URL);
    }

    private Optional<Credentials> stored() {
        return Credentials.read(Credentials.file(surroundings));
    }

    /** A client for downloads of results, which follows redirects of a CDN; it never sends the key. */
    HttpClient downloads() {
        HttpClient.Builder http = http(HttpClient.Redirect.NORMAL);
        return (options.local ? http.sslContext(TrustedRoots.none()) : http).build();
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
        // A redirect would send the key to another server.
        HttpClient.Builder http = http(HttpClient.Redirect.NEVER);
        if (base.getScheme().equals("http")) {
            http.sslContext(TrustedRoots.none());
        }
        return new ApiClient(base, key, http.build(), program(), options.debug ? this::tell : line -> { });
    }

    /**
     * Parses a server's address, without a trailing slash.
     *
     * @param name its name in the error message
     */
    URI address(String name, String value) {
        try {
            URI uri = new URI(withoutSlash(value));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException notAUrl) {
            // reported below, like other wrong values
        }
        throw new CliFailure(ExitCode.USAGE,
                name + " must be the server's address, such as " + DEFAULT_URL + " or https://media.example.com");
    }

    private static String withoutSlash(String url) {
        return url.replaceAll("/+$", "");
    }
}
