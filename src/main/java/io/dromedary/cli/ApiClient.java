package io.dromedary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** A client of the HTTP API: JSON in, JSON out; every failure is a {@link CliFailure}. */
final class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SECRET = "secret_access_key";

    private final ObjectMapper json = new ObjectMapper();
    private final URI base;
    private final Optional<String> key;
    private final HttpClient http;
    private final String program;
    private final Consumer<String> trace;

    /**
     * @param base the server's address without a trailing slash
     * @param key sent as bearer token
     * @param program name of the program, for messages that suggest a command
     * @param trace gets a line for each request and answer, without keys and secrets
     */
    ApiClient(URI base, Optional<String> key, HttpClient http, String program, Consumer<String> trace) {
        this.base = base;
        this.key = key;
        this.http = http;
        this.program = program;
        this.trace = trace;
    }

    /** A successful answer. */
    record Answer(int status, boolean hasMore, JsonNode body) {
    }

    URI base() {
        return base;
    }

    Answer get(String path) throws InterruptedException {
        return accept(send("GET", path, Optional.empty(), Map.of()));
    }

    Answer post(String path, JsonNode body) throws InterruptedException {
        return post(path, body, Map.of());
    }

    Answer post(String path, JsonNode body, Map<String, String> headers) throws InterruptedException {
        return accept(send("POST", path, Optional.of(body), headers));
    }

    Answer patch(String path, JsonNode body) throws InterruptedException {
        return accept(send("PATCH", path, Optional.of(body), Map.of()));
    }

    Answer delete(String path) throws InterruptedException {
        return accept(send("DELETE", path, Optional.empty(), Map.of()));
    }

    /** Sends a GET and accepts every status, for paths whose error answers contain data too. */
    Answer ask(String path) throws InterruptedException {
        return answer(send("GET", path, Optional.empty(), Map.of()));
    }

    /**
     * Reads a stream of Server-Sent Events until it ends.
     *
     * @param lastId the id of the last event that was read before, if any
     * @param reader gets each event, and says whether to read on
     * @return whether the reader wants more
     * @throws Unreachable if the server cannot be reached, or the connection breaks
     */
    boolean events(String path, Optional<String> lastId, Predicate<EventLines.Event> reader) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "text/event-stream");
        lastId.ifPresent(id -> request.header("Last-Event-ID", id));
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        trace.accept("> GET " + base + path);
        try {
            HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
            trace.accept("< " + response.statusCode());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(response.statusCode(), parse(lines.collect(Collectors.joining("\n"))));
                }
                return EventLines.read(lines.iterator(), this::parse, reader);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new Unreachable("The server at " + base + " cannot be reached (" + e.getMessage() + ").", e);
        }
    }

    /** Encodes a path segment, such as a name that the user typed. */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Builds a query from parameters, in their order; empty without parameters. */
    static String query(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + segment(e.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /**
     * Sends a request whose body, if it has one, is no JSON.
     *
     * @return the successful answer, of which only the headers tell something
     */
    HttpResponse<String> exchange(String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body,
            Duration timeout) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout).method(method, body);
        headers.forEach(request::header);
        trace.accept("> " + method + " " + base + path);
        HttpResponse<String> response = send(request);
        if (response.statusCode() / 100 != 2) {
            accept(response);
        }
        return response;
    }

    private HttpResponse<String> send(String method, String path, Optional<JsonNode> body, Map<String, String> headers)
            throws InterruptedException {
        URI uri = URI.create(base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT)
                .header("Accept", "application/json");
        headers.forEach(request::header);
        body.ifPresent(b -> request.header("Content-Type", "application/json"));
        request.method(method, body.map(b -> HttpRequest.BodyPublishers.ofString(b.toString()))
                .orElse(HttpRequest.BodyPublishers.noBody()));
        trace.accept("> " + method + " " + uri + body.map(b -> " " + withoutSecret(b)).orElse(""));
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            trace.accept("< " + response.statusCode());
            return response;
        } catch (IOException e) {
            trace.accept("< " + e);
            throw new Unreachable("Cannot reach the server at " + base + " (" + reason(e) + "). Start it by `"
                    + program + " serve`, or set " + CliEnvironment.URL + " to where it runs.", e);
        }
    }

    private Answer accept(HttpResponse<String> response) {
        Answer answer = answer(response);
        if (answer.status() / 100 == 2) {
            return answer;
        }
        throw refused(answer.status(), answer.body());
    }

    private ApiError refused(int status, JsonNode error) {
        String message = error.path("message").asText("The server answered " + status + ".");
        if (status == 401) {
            message += " `" + program + " serve` prints a key on its first start; set it as " + CliEnvironment.KEY + ".";
        }
        return new ApiError(status, message, Optional.ofNullable(error.path("field").textValue()));
    }

    private Answer answer(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        if (!body.isContainerNode()) {
            throw new ApiError(response.statusCode() / 100 == 2 ? 502 : response.statusCode(),
                    "The server at " + base + " answered " + response.statusCode()
                            + " without the JSON that was expected. Is " + CliEnvironment.URL + " right?",
                    Optional.empty());
        }
        boolean more = response.headers().firstValue("Has-More").filter("true"::equals).isPresent();
        return new Answer(response.statusCode(), more, body);
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode withoutSecret(JsonNode body) {
        if (!body.has(SECRET)) {
            return body;
        }
        return ((ObjectNode) body.deepCopy()).put(SECRET, "***");
    }

    private static String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (e instanceof SSLHandshakeException) {
            return "its certificate is not trusted: " + e.getMessage() + "; name the file of the one that vouches for it by "
                    + CliEnvironment.CA_FILE;
        }
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        }
        if (e instanceof ConnectException) {
            return e.getMessage() == null ? "connection refused or unknown host" : e.getMessage();
        }
        return e.getMessage() == null ? "the connection broke" : e.getMessage();
    }
}
