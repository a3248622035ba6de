package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one key, and one client, may take of a node, and for how long. */
@Tag("engines")
@Tag("slow")
class BoundsTest {

    private static final String PROXY = "127.0.0.3";
    private static final int MOST = 20;

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api api;
    private static String job;

    @BeforeAll
    static void start() {
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api").with("DROMEDARY_EVENTS_MAX_STREAMS_PER_KEY", "2")
                .with("DROMEDARY_HTTP_MAX_CONNECTIONS_PER_CLIENT", Integer.toString(MOST))
                .with("DROMEDARY_HTTP_TRUSTED_PROXIES", "127.0.0.1, " + PROXY + "/32").start();
        api = node.api();
        job = api.accepted("{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\"}");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonNode key(String more) {
        return api.post("/keys", "{\"name\": \"watcher\", \"scope\": \"read\"" + more + "}").json();
    }

    @Test
    void theStreamOfAKeyThatIsNotGoodAnyMoreEnds() {
        JsonNode revoked = key("");
        JsonNode replaced = key("");
        JsonNode ending = key(", \"expires_at\": " + (System.currentTimeMillis() + 5_000));
        JsonNode stays = key("");
        var streams = new ArrayList<EventStream>();
        for (JsonNode each : List.of(revoked, replaced, ending, stays)) {
            EventStream stream = EventStream.open(node, each.get("key").asText(), job);
            assertThat(stream.next().get("id").asText()).isEqualTo(job);
            streams.add(stream);
        }
        api.delete("/keys/" + revoked.get("id").asText());
        api.post("/keys/" + replaced.get("id").asText() + "/rotate", "{}");
        JsonNode alsoRevoked = key("");
        EventStream ofProject = EventStream.ofProject(node, alsoRevoked.get("key").asText(), "");
        api.delete("/keys/" + alsoRevoked.get("id").asText());
        assertThat(ofProject.endsSoon()).isTrue();
        ofProject.close();
        for (EventStream stream : streams.subList(0, 3)) {
            assertThat(stream.endsSoon()).isTrue();
        }
        String other = api.accepted("{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\"}");
        try (EventStream stream = EventStream.open(node, stays.get("key").asText(), other)) {
            assertThat(stream.next()).isNotNull();
            api.post("/jobs/" + other + "/cancel", "");
            assertThat(stream.next().get("status").asText()).isEqualTo("cancelled");
        }
        streams.forEach(EventStream::close);
    }

    @Test
    void aKeyHasNoMoreStreamsThanItsShare() {
        String greedy = key("").get("key").asText();
        try (EventStream first = EventStream.open(node, greedy, job); EventStream second = EventStream.open(node, greedy, job)) {
            assertThat(first.next()).isNotNull();
            assertThat(second.next()).isNotNull();
            // What is not refused has no end that could be waited for.
            assertThatThrownBy(() -> EventStream.open(node, greedy, job)).hasMessageContaining("429");
            Api.Answer refused = new Api(node.url(), greedy).get("/jobs/" + job + "/events");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().get("message").asText()).contains("dromedary.events.max-streams-per-key");
            assertThat(new Api(node.url(), greedy).get("/events").status()).as("that of its project counts, too").isEqualTo(429);
            try (EventStream others = EventStream.open(node, key("").get("key").asText(), job)) {
                assertThat(others.next()).isNotNull();
            }
        }
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            try (EventStream again = EventStream.open(node, greedy, job)) {
                assertThat(again.next()).as("when the others are gone").isNotNull();
            }
        });
    }

    @Test
    void whoWaitsForAJobCountsAsAStreamAndIsForgottenWhenHeGoes() throws IOException {
        String writer = api.post("/keys", "{\"name\": \"waiter\", \"scope\": \"write\"}").json().get("key").asText();
        String body = "{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\"}";
        String head = "POST /jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + writer
                + "\r\nContent-Type: application/json\r\nPrefer: wait=60\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try (Socket first = connect("127.0.0.7"); Socket second = connect("127.0.0.8")) {
            for (Socket waiting : List.of(first, second)) {
                waiting.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            }
            Awaitility.await().atMost(SOON).until(() -> new Api(node.url(), writer).get("/events").status() == 429);
            Api.Answer third = prefers(writer, body);
            assertThat(third.status()).isEqualTo(201);
            assertThat(third.response().headers().firstValue("Preference-Applied")).as("it was not waited for").isEmpty();
        }
        Awaitility.await().atMost(SOON).untilAsserted(() ->
                assertThat(prefers(writer, body).response().headers().firstValue("Preference-Applied")).contains("wait=1"));
    }

    private static Api.Answer prefers(String key, String body) {
        var one = new Api(node.url(), key);
        return one.send(one.request("/jobs").header("Content-Type", "application/json").header("Prefer", "wait=1")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aClientHasNoMoreConnectionsThanItsShare() throws IOException {
        var open = new ArrayList<Socket>();
        for (int i = 0; i < MOST; i++) {
            open.add(connect("127.0.0.5"));
            assertThat(live(open.get(i), "")).contains("200 OK");
        }
        try (Socket another = connect("127.0.0.5"); Socket others = connect("127.0.0.6")) {
            assertThat(live(another, "")).as("it is hung up on").isEmpty();
            assertThat(live(others, "")).contains("200 OK");
        }
        open.get(0).close();
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            try (Socket again = connect("127.0.0.5")) {
                assertThat(live(again, "")).contains("200 OK");
            }
        });
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void behindAProxyAClientIsWhoTheProxySays() throws IOException {
        String key = key("").get("key").asText();
        String stream = "GET /jobs/" + job + "/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Node.KEY
                + "\r\nX-Forwarded-For: 198.51.100.%d, 203.0.113.1\r\n\r\n";
        var open = new ArrayList<Socket>();
        for (int i = 0; i < MOST; i++) {
            Socket socket = connect(PROXY);
            open.add(socket);
            // Each by another key, as a key has its share too; what the client says of himself before changes nothing.
            String request = stream.formatted(i).replace(Node.KEY, i == 0 ? Node.KEY : i == 1 ? key : key("").get("key").asText());
            assertThat(answer(socket, request)).contains("200 OK");
        }
        try (Socket same = connect(PROXY); Socket others = connect(PROXY)) {
            assertThat(live(same, "X-Forwarded-For: 203.0.113.2, 203.0.113.1\r\n")).contains("429",
                    "dromedary.http.max-connections-per-client");
            assertThat(live(others, "X-Forwarded-For: 203.0.113.1, 203.0.113.2\r\n")).contains("200 OK");
        }
        for (Socket socket : open) {
            socket.close();
        }
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            try (Socket again = connect(PROXY)) {
                assertThat(live(again, "X-Forwarded-For: 203.0.113.1\r\n")).contains("200 OK");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "CONNECT example.com:443", "CONNECT /", "GET *"})
    void whatIsOfNoPathIsRefused(String request) throws IOException {
        try (Socket socket = connect("127.0.0.7")) {
            assertThat(answer(socket, request + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 4").contains("\"kind\"");
        }
    }

    private static Socket connect(String from) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout((int) SOON.toMillis());
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", node.url().getPort()));
        return socket;
    }

    private static String live(Socket socket, String header) throws IOException {
        return answer(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    }

    /** What comes first of the answer; nothing when it is hung up on. */
    private static String answer(Socket socket, String request) throws IOException {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var bytes = new byte[4096];
            int length = socket.getInputStream().read(bytes);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        } catch (SocketException hungUp) {
            return "";
        }
    }
}
