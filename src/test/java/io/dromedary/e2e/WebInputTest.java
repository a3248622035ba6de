package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.dromedary.machine.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs from web servers of all manners. */
@Tag("encode")
@Tag("engines")
class WebInputTest {

    private static final String OPTIONS = "{\"width\": 64}";
    private static final int RETRIES = 2;

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api api;
    private static HttpServer web;
    private static byte[] video;

    @BeforeAll
    static void start() throws IOException {
        video = Files.readAllBytes(Samples.video(folder, "sample.mp4", 320, 180, 2));
        // On every loopback address, of which only 127.0.0.1 is an allowed host.
        web = HttpServer.create(new InetSocketAddress((InetAddress) null, 0), 0);
        web.setExecutor(Executors.newCachedThreadPool());
        web.start();
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_INPUT_PART_BYTES", "65536")
                .with("DROMEDARY_TRANSFER_RETRIES", Integer.toString(RETRIES))
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").start();
        api = node.api();
    }

    @AfterAll
    static void stop() {
        node.close();
        web.stop(0);
    }

    @AfterEach
    void nothingStaysBehind() {
        Awaitility.await().until(() -> node.workFolders().isEmpty());
    }

    @Test
    void aServerWithRangesIsReadInParts() {
        var requests = new AtomicInteger();
        String url = serve("/ranges.mp4", exchange -> {
            requests.incrementAndGet();
            String[] range = exchange.getRequestHeaders().getFirst("Range").replace("bytes=", "").split("-");
            int from = Integer.parseInt(range[0]);
            int to = Math.min(Integer.parseInt(range[1]), video.length - 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + video.length);
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            send(exchange, 206, Arrays.copyOfRange(video, from, to + 1));
        });
        assertSucceeds(url);
        assertThat(requests.get()).isEqualTo((video.length + 65_535) / 65_536);
    }

    @Test
    void aRedirectIsFollowed() {
        serve("/target.mp4", exchange -> send(exchange, 200, video));
        assertSucceeds(serve("/moved.mp4", exchange -> redirect(exchange, url("127.0.0.1", "/target.mp4"))));
    }

    @Test
    void aNameInTheUrlIsDecodedForTheFile() {
        String url = serve("/a b+c.mp4", exchange -> send(exchange, 200, video)).replace(" ", "%20");
        JsonNode job = assertSucceeds(url);
        assertThat(job.get("output").asText()).endsWith("/a%20b%2Bc.mp4");
    }

    @Test
    void whatIsNotThereOrNotForUsSaysSoAtOnce() {
        assertThat(error(serve("/404.mp4", exchange -> send(exchange, 404, new byte[0]))).get("kind").asText())
                .isEqualTo("input_not_found");
        assertThat(error(serve("/403.mp4", exchange -> send(exchange, 403, new byte[0]))).get("kind").asText())
                .isEqualTo("input_forbidden");
        assertThat(error("http://127.0.0.1:" + Ports.free() + "/closed.mp4").get("kind").asText())
                .isEqualTo("input_unreachable");
        assertThat(error("http://no-such-host.invalid/x.mp4").get("message").asText()).contains("not known");
    }

    @Test
    void anInputOverTheLimitIsRefusedBeforeItIsRead() {
        try (HereNode small = new HereNode(folder.resolve("small")).with("DROMEDARY_INPUT_MAX_BYTES", "100000").start()) {
            String url = serve("/large.mp4", exchange -> send(exchange, 200, video));
            JsonNode job = small.api().finished(small.api().video(url, null, OPTIONS, null));
            assertThat(job.at("/error/kind").asText()).as("%s", job).isEqualTo("input_too_large");
        }
    }

    private static JsonNode assertSucceeds(String url) {
        JsonNode job = api.finished(api.video(url, null, OPTIONS, null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job;
    }

    private static JsonNode error(String url) {
        return api.finished(api.video(url, null, OPTIONS, null)).get("error");
    }

    private static String serve(String path, HttpHandler handler) {
        web.createContext(path, handler);
        return url("127.0.0.1", path);
    }

    private static String url(String host, String path) {
        return "http://" + host + ":" + web.getAddress().getPort() + path;
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        send(exchange, 302, new byte[0]);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
