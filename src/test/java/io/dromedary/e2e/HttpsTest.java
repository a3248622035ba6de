package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dromedary.machine.Certificates;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a certificate of its own, and the command line that is told of it. */
@Tag("process")
class HttpsTest {

    @TempDir
    static Path folder;
    private static Certificates certificates;
    private static HttpServer inputs;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(folder, "server", "RSA").writePem();
        inputs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] picture = Files.readAllBytes(picture());
        inputs.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
            exchange.close();
        });
        inputs.start();
        node = new Node(folder.resolve("node")).with("DROMEDARY_TLS_CERTIFICATE", certificates.certificate().toString())
                .with("DROMEDARY_TLS_KEY", certificates.key().toString()).with("DROMEDARY_TLS_HSTS_SECONDS", "31536000").launch();
        Awaitility.await().atMost(SOON).until(() -> node.logText().contains(" listens on https://"));
    }

    private static Path picture() throws IOException, InterruptedException {
        Path file = folder.resolve("picture.png");
        assertThat(new ProcessBuilder("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1",
                file.toString()).inheritIO().start().waitFor()).isZero();
        return file;
    }

    @AfterAll
    static void stop() {
        node.close();
        inputs.stop(0);
    }

    @Test
    void aJobIsOrderedAndItsResultFetchedOverTls() throws Exception {
        Path result = folder.resolve("result.png");
        Outcome outcome = command(Map.of("ITTYBIT_CA_FILE", certificates.certificate().toString()), "image", "-i",
                "http://127.0.0.1:" + inputs.getAddress().getPort() + "/picture.png", "-o", result.toString());
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains(node.publicUrl().replace("http://", "https://") + "/cdn/");
        assertThat(result).isNotEmptyFile();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
        Outcome outcome = command(Map.of(), "health");
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(4);
        assertThat(outcome.text()).contains("not trusted").contains("ITTYBIT_CA_FILE");
    }

    @Test
    void plainHttpIsNotAnswered() {
        assertThatThrownBy(() -> node.api().get("/health")).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void everyAnswerSaysThatBrowsersShallComeByHttps() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("200 OK", "Strict-Transport-Security: max-age=31536000");
        }
    }

    /** Whose key is taken later opens what was recorded of the others. */
    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"})
    void suitesThatKeepNoSecretForLongAreRefused(String suite) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
            socket.startHandshake();
        }
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static SSLSocket connect() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificates.store())) {
            trusted.load(in, Certificates.PASSWORD.toCharArray());
        }
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", trusted.getCertificate(trusted.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", node.url().getPort());
    }

    @Test
    void aFileOfNoCertificatesIsToldOf() throws Exception {
        for (Path file : List.of(certificates.key(), folder.resolve("none.pem"))) {
            Outcome outcome = command(Map.of("ITTYBIT_CA_FILE", file.toString()), "health");
            assertThat(outcome.code()).as(outcome.text()).isEqualTo(2);
            assertThat(outcome.text()).contains("ITTYBIT_CA_FILE").contains(file.toString());
        }
    }

    @Test
    void whatIsSetForTheServerDoesNotHoldForLocalJobs() throws Exception {
        Outcome outcome = command(Map.of("DROMEDARY_TLS_CERTIFICATE", certificates.store().toString(),
                "DROMEDARY_TLS_PASSWORD", Certificates.PASSWORD, "DROMEDARY_DATABASE_URL", "jdbc:sqlite:/dev/null/none",
                "DROMEDARY_CDN", "s3://bucket/media", "DROMEDARY_CDN_SIGNED", "true",
                "TMPDIR", folder.toString()), "image", "--local",
                "-i", folder.resolve("picture.png").toString(), "-o", folder.resolve("local.png").toString());
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(folder.resolve("local.png")).isNotEmptyFile();
    }

    @Test
    void theKeyIsInNoLogAndInNoFileButItsOwn() throws IOException {
        List<String> secret = Files.readAllLines(certificates.key()).stream()
                .filter(line -> !line.startsWith("-")).toList();
        assertThat(secret).isNotEmpty();
        var texts = new ArrayList<>(List.of(node.logText()));
        texts.addAll(textsOfFiles(node));
        assertThat(texts).hasSizeGreaterThan(3)
                .allSatisfy(text -> assertThat(text).doesNotContain(secret).doesNotContain("PRIVATE KEY"));
    }

    @Test
    void thePasswordOfTheKeyIsInNoLogAndInNoFile() throws Exception {
        Files.createDirectories(folder.resolve("locked"));
        try (Node locked = LoudLog.of(new Node(folder.resolve("locked")), folder)
                .with("DROMEDARY_TLS_CERTIFICATE", certificates.store().toString())
                .with("DROMEDARY_TLS_PASSWORD", Certificates.PASSWORD).launch()) {
            Awaitility.await().atMost(SOON).until(() -> locked.logText().contains(" listens on https://"));
            Outcome outcome = command(Map.of("ITTYBIT_CA_FILE", certificates.certificate().toString(),
                    "ITTYBIT_API_URL", locked.url().toString().replace("http://", "https://")), "health");
            assertThat(outcome.code()).as(outcome.text()).isZero();
            LoudLog.check(locked.logText());
            assertThat(LoudLog.surroundings(locked.logText(), Certificates.PASSWORD)).isEmpty();
            assertThat(textsOfFiles(locked)).noneMatch(text -> text.contains(Certificates.PASSWORD));
        }
    }

    private static List<String> textsOfFiles(Node node) throws IOException {
        try (Stream<Path> files = Files.walk(node.data())) {
            var texts = new ArrayList<String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return texts;
        }
    }

    private record Outcome(int code, String text) {
    }

    private static Outcome command(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Ddromedary.home=" + Path.of("").toAbsolutePath(),
                "-cp", System.getProperty("java.class.path"), "io.dromedary.Dromedary"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "command", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("ITTYBIT_API_URL", node.url().toString().replace("http://", "https://"));
        builder.environment().put("ITTYBIT_API_KEY", Node.KEY);
        builder.environment().putAll(environment);
        return new Outcome(builder.start().waitFor(), Files.readString(output));
    }
}
