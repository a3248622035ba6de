package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Ports;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads from pages of another origin, by tus-js-client and Uppy in Chromium, and what browsers are told about it. */
@Tag("encode")
class BrowserUploadsTest {

    private static final int BYTES = 350_000;

    @Test
    void pagesOfAnAllowedOriginSendUploadsAndNoOthersDo(@TempDir Path folder) throws IOException {
        int port = Ports.free();
        try (HereNode node = new HereNode(folder).with("DROMEDARY_HTTP_ALLOWED_ORIGINS", "https://app.example.com,http://127.0.0.1:" + port)
                .start()) {
            JsonNode seen = Player.upload(node.url(), HereNode.KEY, port);
            for (int way : new int[] {0, 1}) {
                JsonNode done = seen.get(way);
                assertThat(done.get("errors")).as("%s", done).isEmpty();
                assertThat(done.at("/upload/status").asText()).isEqualTo("complete");
                assertThat(done.at("/upload/content_type").asText()).isEqualTo("video/mp4");
                byte[] kept = Files.readAllBytes(node.data().resolve("uploads").resolve(done.at("/upload/id").asText()));
                assertThat(kept).hasSize(BYTES);
                for (int place = 0; place < BYTES; place++) {
                    if (kept[place] != (byte) (place % 251)) {
                        throw new AssertionError("By " + done.get("by") + ", byte " + place + " is another one");
                    }
                }
            }
            assertThat(seen.at("/0/upload/filename").asText()).isEqualTo("from a page.bin");
            assertThat(seen.at("/1/upload/filename").asText()).isEqualTo("by Uppy.bin");
            assertThat(seen.at("/0/half").asInt()).isEqualTo(200_000);
            assertThat(seen.at("/0/refusal/field").asText()).as("errors can be read, too").isEqualTo("input");
            for (int way : new int[] {2, 3}) {
                assertThat(seen.get(way).get("errors")).as("%s", seen.get(way)).isNotEmpty();
                assertThat(seen.get(way).has("upload")).isFalse();
            }
        }
    }

    @Test
    void browsersAreToldOfAllowedOriginsAlone(@TempDir Path folder) {
        try (HereNode node = new HereNode(folder).with("DROMEDARY_HTTP_ALLOWED_ORIGINS", "https://app.example.com").start()) {
            Api.Answer preflight = asked(node, "OPTIONS", "/uploads", "https://app.example.com", "PATCH");
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
            assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Authorization", "Tus-Resumable", "Upload-Offset");
            assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
            assertThat(header(preflight, "Vary")).isEqualTo("Origin");
            assertThat(header(preflight, "Access-Control-Allow-Credentials")).as("a cookie is no key").isEqualTo("none");
            Api.Answer refused = asked(node, "GET", "/jobs/none", "https://app.example.com", "");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
            assertThat(header(refused, "Access-Control-Expose-Headers")).contains("Upload-Offset", "Location", "Link");
            for (String other : new String[] {"https://app.example.com.attacker.example", "http://app.example.com", "null",
                "https://app.example.com:8443"}) {
                assertThat(header(asked(node, "OPTIONS", "/uploads", other, "PATCH"), "Access-Control-Allow-Origin")).as(other).isEqualTo("none");
                assertThat(header(asked(node, "GET", "/jobs", other, ""), "Access-Control-Allow-Origin")).as(other).isEqualTo("none");
            }
            assertThat(header(asked(node, "OPTIONS", "/uploads", "https://other.example", ""), "Tus-Version")).isEqualTo("1.0.0");
            assertThat(header(asked(node, "GET", "/cdn/x/y.mp4", "https://other.example", ""), "Access-Control-Allow-Origin"))
                    .as("any page may read the CDN").isEqualTo("*");
        }
    }

    private static Api.Answer asked(HereNode node, String method, String path, String origin, String preflight) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.url().resolve(path)).header("Origin", origin)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!preflight.isEmpty()) {
            request.header("Access-Control-Request-Method", preflight);
        }
        return node.api().send(request);
    }

    private static String header(Api.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("none");
    }
}
