package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.machine.Ports;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The developer console of {@code serve --dev}, on a server that has done a job. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("process")
class DeveloperConsoleTest {

    private static final String CDN_SECRET = "Y2RuLXNlY3JldC1vZi10aGUtdGVzdC0wMTIzNDU2Nzg5";
    private static final String WEBHOOK_SECRET = "whsec_d2ViaG9vay1zZWNyZXQtb2YtdGhlLXRlc3QtMDEyMw==";
    private static final String TOKEN = "token-of-the-queue-0123456789";
    private static final String PASSWORD = "password-of-the-tests-0123456789";
    private static final String IN_URL = "signature-in-a-url-0123456789";

    private final int port = Ports.free();
    private Path folder;
    private R2Double r2;
    private Credentials key;
    private Node node;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
        r2.put("media", "video.mp4", Samples.video(folder, "video.mp4", 128, 72, 1), "video/mp4");
        node = new Node(folder.resolve("node")).alone().with("DROMEDARY_CDN_SECRET", CDN_SECRET).with("DROMEDARY_CDN_SIGNED", "true")
                .with("DROMEDARY_WEBHOOK_SECRET", WEBHOOK_SECRET).with("QUEUE_TOKEN", TOKEN).with("DROMEDARY_DATABASE_PASSWORD", PASSWORD);
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[told].template-id=watch-queue
                camel.route-template[told].bucket=media
                camel.route-template[told].connection=store
                camel.route-template[told].kind=image
                camel.route-template[told].account=0123456789abcdef0123456789abcdef
                camel.route-template[told].queue=0123456789abcdef0123456789abcdef
                camel.route-template[told].token={{env:QUEUE_TOKEN}}
                """);
        node.run(program(node.home(), "--dev=" + port));
        node.api().connect("store", r2.endpoint(), key);
        node.api().finished(node.api().video("s3://media/video.mp4", "store", "{\"width\": 64}", null));
        // One that fails, with all that its URL says.
        node.api().finished(node.api().video(r2.endpoint().resolve("/media/none.mp4?X-Amz-Signature=" + IN_URL).toString(), null, "{}", null));
    }

    @AfterAll
    void stop() {
        node.close();
        r2.close();
    }

    private static List<String> program(Path home, String option) {
        var program = new ArrayList<>(usual(option));
        program.set(0, "-Ddromedary.home=" + home);
        int classPath = program.indexOf("-cp") + 1;
        program.set(classPath, program.get(classPath) + ":" + Path.of("target/dev").toAbsolutePath() + "/*");
        return program;
    }

    @Test
    void itShowsTheRoutesAndTheirNumbers() throws Exception {
        JsonNode routes = new ObjectMapper().readTree(ask("GET", "/q/dev/route?filter=encode", "application/json").body()).get("routes");
        assertThat(routes).hasSize(1);
        assertThat(routes.get(0).get("description").asText()).startsWith("Makes the result");
        assertThat(routes.get(0).at("/statistics/exchangesTotal").asLong()).isPositive();
        assertThat(ask("GET", "/q/dev/route?filter=job", "text/plain").body()).contains("Note: The body is the attempt throughout.");
        assertThat(ask("GET", "/q/dev", "text/plain").body()).contains("/q/dev/route  Route information", "/q/dev/top ");
        assertThat(ask("GET", "/q/dev/route-structure?filter=encode", "text/plain").body()).contains("route[encode]");
        assertThat(node.logText()).contains("The developer console is at http://127.0.0.1:" + port + "/q/dev");
    }

    @Test
    void itShowsNoSecrets() throws Exception {
        List<String> consoles = ask("GET", "/q/dev", "text/plain").body().lines().map(line -> line.split(" ")[0]).toList();
        assertThat(consoles).hasSizeGreaterThan(8);
        for (String console : consoles) {
            // Camel needs seconds to show all routes, and shows each with all of its steps; texts say the same in fewer words.
            for (String shown : List.of("application/json " + (console.endsWith("/route") ? "*" : "told*"), "text/plain told*")) {
                String[] asked = shown.split(" ");
                assertThat(ask("GET", console + "?processors=true&filter=" + asked[1], asked[0]).body()).as(console + " " + shown).isNotEmpty()
                        .doesNotContain(Node.KEY, CDN_SECRET, WEBHOOK_SECRET, TOKEN, PASSWORD, IN_URL, key.secretAccessKey(), key.accessKeyId());
            }
        }
    }

    /** These have settings, bodies and endpoints with all that is in their URLs, or send messages. */
    @Test
    void whatWouldShowSettingsOrSendMessagesIsNotThere() throws Exception {
        for (String id : List.of("properties", "system-properties", "jvm", "bean", "variables", "endpoint", "browse", "send", "receive",
                "trace", "debug", "event", "log", "eval-language", "main-configuration", "all")) {
            assertThat(ask("GET", "/q/dev/" + id, "application/json").statusCode()).as(id).isEqualTo(404);
        }
    }

    @Test
    void itDoesNothingToRoutes() throws Exception {
        ask("GET", "/q/dev/route/encode?action=stop&filter=encode", "text/plain");
        ask("GET", "/q/dev/route?action=stop&filter=encode", "text/plain");
        assertThat(ask("GET", "/q/dev/route?filter=encode", "text/plain").body()).contains("State: Started");
        assertThat(ask("POST", "/q/dev/route", "text/plain").statusCode()).isEqualTo(405);
    }

    @Test
    void itIsForThisMachineAloneAndForItsNames() throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("GET /q/dev/route HTTP/1.1\r\nHost: attacker.example:" + port
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 403");
        }
        Optional<InetAddress> other = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst();
        Assumptions.assumeThat(other).as("a second address of this machine").isPresent();
        assertThat(refuses(other.orElseThrow(), port)).isTrue();
    }

    private static boolean refuses(InetAddress address, int port) throws IOException {
        try (var socket = new Socket(address, port)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void withoutItsJarsOrItsPortTheServerSaysWhatToDo() throws Exception {
        assertThat(refusal(usual("--dev=" + Ports.free()))).contains("The developer console needs the jars in target/dev");
        assertThat(refusal(program(Path.of("").toAbsolutePath(), "--dev=" + port))).contains("cannot listen on 127.0.0.1:" + port, "--dev=<port>");
    }

    private static List<String> usual(String option) {
        var program = new ArrayList<>(List.of("-Ddromedary.home=" + Path.of("").toAbsolutePath()));
        program.addAll(BuiltProgram.OPTIONS);
        program.addAll(List.of("io.dromedary.Dromedary", "serve", option));
        return program;
    }

    /** What a server says that does not start. */
    private String refusal(List<String> program) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(program);
        Path log = folder.resolve("refused.log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(new Node(folder.resolve("refused")).alone().environment());
        Process process = builder.start();
        boolean hasEnded = process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String said = Files.readString(log);
        assertThat(hasEnded).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(1);
        assertThat(said).contains("The server did not start: ");
        return said;
    }

    private HttpResponse<String> ask(String method, String path, String accept) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }
}
