package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dromedary mcp} as a program with a language model starts it. */
@Tag("built")
@Tag("process")
class McpProcessTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aModelHasAPictureMadeAndNothingButTheProtocolIsPrinted(@TempDir Path folder) throws Exception {
        try (R2Double r2 = R2Double.start(folder.resolve("r2")); HereNode node = new HereNode(folder.resolve("node")).start()) {
            r2.createBucket("media");
            r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
            node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
            Path errors = folder.resolve("errors");
            var builder = new ProcessBuilder("bin/dromedary", "mcp").redirectError(errors.toFile());
            builder.environment().putAll(Map.of("ITTYBIT_API_URL", node.url().toString(), "ITTYBIT_API_KEY", BaseNode.KEY,
                    "ITTYBIT_CONNECTION", "store"));
            Process process = builder.start();
            try (var out = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
                    var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.println("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"initialize\", \"params\": {\"protocolVersion\": \"2025-06-18\","
                        + " \"capabilities\": {}, \"clientInfo\": {\"name\": \"test\", \"version\": \"1\"}}}");
                assertThat(read(in).at("/result/serverInfo/name").asText()).isEqualTo("dromedary");
                out.println("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
                out.println("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/call\", \"params\": {\"name\": \"make_image\","
                        + " \"arguments\": {\"input\": \"s3://media/in.mp4\", \"options\": {\"width\": 32}, \"wait\": 20}}}");
                JsonNode made = json.readTree(read(in).at("/result/content/0/text").asText());
                assertThat(node.api().finished(made.get("id").asText()).get("status").asText()).isEqualTo("succeeded");
                assertThat(made.get("kind").asText()).isEqualTo("image");
                out.close();
                assertThat(in.lines()).isEmpty();
                assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as("%s", List.of(Files.readString(errors))).isZero();
                assertThat(errors).isEmptyFile();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private JsonNode read(BufferedReader in) throws IOException {
        return json.readTree(in.readLine());
    }
}
