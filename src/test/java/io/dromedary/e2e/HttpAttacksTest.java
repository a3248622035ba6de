package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are meant to read what is not published, or to hold or confuse the server; byte by byte as sent. */
@Tag("process")
class HttpAttacksTest {

    private static final int MAX_CONNECTIONS = 20;
    private static final long LARGE = 64 << 20;
    private static final String SECRET = "what nobody may read";
    private static final String KEY = "Authorization: Bearer " + HereNode.KEY + "\r\n";

    @TempDir
    static Path folder;
    private static HereNode node;
    /** It does not wait long for what does not come. */
    private static HereNode impatient;

    @BeforeAll
    static void start() throws IOException {
        node = new HereNode(folder.resolve("node"))
                .with("DROMEDARY_HTTP_MAX_CONNECTIONS", Integer.toString(MAX_CONNECTIONS)).start();
        impatient = new HereNode(folder.resolve("impatient")).with("DROMEDARY_HTTP_REQUEST_SECONDS", "2")
                .with("DROMEDARY_HTTP_IDLE_SECONDS", "4").start();
        Path cdn = node.data().resolve("cdn");
        Files.createDirectories(cdn.resolve("job_1/.hidden"));
        Files.writeString(cdn.resolve("job_1/page.html"), "<script>alert(1)</script>");
        Files.writeString(cdn.resolve("job_1/image.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        Files.writeString(cdn.resolve("job_1/.secret"), SECRET);
        Files.writeString(cdn.resolve("job_1/.hidden/file.txt"), SECRET);
        Files.writeString(node.data().resolve("secret.txt"), SECRET);
        Files.createSymbolicLink(cdn.resolve("job_1/link.txt"), node.data().resolve("secret.txt"));
        Files.createSymbolicLink(cdn.resolve("linked"), node.data());
    }

    @AfterAll
    static void stop() {
        node.close();
        impatient.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cdn/../secret.txt", "/cdn/%2e%2e/secret.txt", "/cdn/.%2e/secret.txt", "/cdn/%2e%2e%2fsecret.txt",
        "/cdn/..%2fsecret.txt", "/cdn/%252e%252e%252fsecret.txt", "/cdn/%252e%252e/secret.txt", "/cdn/..\\secret.txt",
        "/cdn/..%5csecret.txt", "/cdn/%2e%2e%5csecret.txt", "/cdn/%c0%ae%c0%ae/secret.txt", "/cdn/%c0%ae%c0%ae%c0%afsecret.txt",
        "/cdn/%e0%80%ae%e0%80%ae/secret.txt", "/cdn/%uff0e%uff0e/secret.txt", "/cdn/job_1/../../secret.txt",
        "/cdn/job_1/%2e%2e/%2e%2e/secret.txt", "/cdn/....//secret.txt", "/cdn/..;/secret.txt", "/cdn//secret.txt",
        "/cdn//../secret.txt", "/cdn/secret.txt%00.mp4", "/cdn/%00/secret.txt", "/cdn/job_1/link.txt",
        "/cdn/linked/secret.txt", "/cdn/linked/", "/cdn/job_1/.secret", "/cdn/job_1/%2esecret", "/cdn/job_1/.hidden/file.txt",
        "/cdn/", "/cdn", "/cdn/job_1", "/cdn/job_1/", "/cdn/%", "/cdn/%zz", "/cdn/proc/self/environ",
        "/cdn//etc/passwd", "/cdn/%2fetc%2fpasswd", "/cdn/file:///etc/passwd"})
    void whatIsNotPublishedIsNotServed(String path) throws IOException {
        String answer = send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + KEY + "Connection: close\r\n\r\n");
        assertThat(answer).doesNotContain(SECRET).doesNotContain("root:").doesNotContain("page.html");
        assertThat(status(answer)).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.html", "image.svg"})
    void whatCouldRunAsAPageIsServedAsBytes(String file) throws IOException {
        String answer = send("GET /cdn/job_1/" + file + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").toLowerCase();
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).contains("content-type: application/octet-stream").contains("x-content-type-options: nosniff")
                .containsPattern("content-security-policy: default-src 'none';.*sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/openapi.yaml", "/jobs", "/nothing"})
    void everyAnswerSaysThatItIsNoPage(String path) throws IOException {
        assertThat(send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").toLowerCase())
                .contains("x-content-type-options: nosniff").contains("referrer-policy: no-referrer")
                .contains("content-security-policy: default-src 'none'; frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource({"414, 5000, 1, 1", "431, 1, 9000, 1", "431, 1, 100, 200"})
    void headersBeyondTheLimitAreRefused(int status, int path, int header, int headers) throws IOException {
        String request = "GET /" + "a".repeat(path) + " HTTP/1.1\r\nHost: x\r\n"
                + ("X-Long: " + "a".repeat(header) + "\r\n").repeat(headers) + "\r\n";
        // The server hangs up on what it has not read, and the kernel may then throw the answer away on its way here.
        int answered = 0;
        for (int tries = 0; tries < 20 && answered == 0; tries++) {
            answered = status(send(request));
        }
        assertThat(answered).isEqualTo(status);
    }

    /** CVE-2025-27636, CVE-2025-29891: by such a header another method of a bean would answer, or a program be run. */
    @ParameterizedTest
    @ValueSource(strings = {"CamelBeanMethodName: report", "CAMELbeanMethodName: report", "camelbeanmethodname: report",
        "CamelExecCommandExecutable: /bin/touch", "CamelHttpUri: http://127.0.0.1/", "CamelHttpResponseCode: 500"})
    void headersOfCamelDoNothing(String header) throws IOException {
        String plain = send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(send("GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                .isEqualTo(plain).contains("200 OK");
        String asParameter = header.replace(": ", "=");
        assertThat(status(send("GET /jobs?" + asParameter + " HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Connection: close\r\n\r\n"))).isEqualTo(400);
    }

    /** CVE-2026-84176: pages of others may not ask in the name of their visitors. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS"})
    void noOtherOriginIsLetIn(String method) throws IOException {
        assertThat(send(method + " /jobs HTTP/1.1\r\nHost: x\r\n" + KEY + "Origin: https://attacker.example\r\n"
                + "Access-Control-Request-Method: GET\r\nConnection: close\r\n\r\n").toLowerCase())
                .startsWith("http/1.1").doesNotContain("access-control-", "attacker.example");
    }

    /** Bodies that cost more to read than to send, or that two readers read differently. */
    static Stream<String> jsonAttacks() {
        return Stream.of("[".repeat(100_000), "{\"a\":".repeat(50_000), "{\"kind\": " + "9".repeat(100_000) + "}",
                "{\"priority\": 1e999999999}", "{\"priority\": -1e-999999999}", "{\"" + "k".repeat(100_000) + "\": 1}",
                "{\"kind\": \"video\", \"kind\": \"audio\"}", "{\"__proto__\": {\"kind\": \"video\"}}",
                "{\"@type\": \"java.lang.Runtime\"}",
                "{\"input\": \"\\ud800\", \"kind\": \"video\"}", "{} {}", "{}]", "\ufeff{}x",
                "{'kind': 'video'}", "{/* */}", "{\"kind\": NaN}", "{\"kind\": \"video\",}");
    }

    @ParameterizedTest
    @MethodSource("jsonAttacks")
    void jsonThatIsATrapIsRefused(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String answer = send("POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n" + new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).contains("\"invalid_input\"").doesNotContain("Exception", "com.fasterxml", "\tat ")
                .hasSizeLessThan(2_000);
    }

    /** Where a page begins, and which request this is, are texts of callers, too. */
    @ParameterizedTest
    @ValueSource(strings = {"%27%20or%201=1--", "job_%00", "%00", "%ED%A0%80", "..%2f..%2fsecret.txt", "%25",
        "job_01%3B%20drop%20table%20jobs",
        "$%7bjndi:ldap://127.0.0.1/%7d", "$%7Bbody%7D",
        "%7B%7Benv:DROMEDARY_API_KEY%7D%7D", "conn_01M8000000000000000000000"})
    void cursorsAndKeysAreTextAndNothingElse(String text) throws IOException {
        for (String path : List.of("/jobs?after=", "/jobs?before=", "/keys?after=", "/connections?after=",
                "/jobs?input=")) {
            String answer = send("GET " + path + text + " HTTP/1.1\r\nHost: x\r\n" + KEY + "Connection: close\r\n\r\n");
            assertThat(status(answer)).as("%s%s: %s", path, text, answer).isIn(200, 400);
            assertThat(answer).doesNotContain(HereNode.KEY, "Exception", "SQL", SECRET);
        }
        String answer = send("POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY + "Idempotency-Key: "
                + URLDecoder.decode(text, StandardCharsets.ISO_8859_1).replace('\0', ' ')
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        assertThat(status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).doesNotContain(HereNode.KEY, "Exception", "SQL");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithoutBeingRead() throws IOException {
        assertThat(status(send("POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{"))).isEqualTo(413);
    }

    /** One request must not be two to one reader and one to another (RFC 9112 6.1 and 6.3). */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 60\r\n",
        "Content-Length: +4\r\n", "Content-Length: -1\r\n", "Content-Length: 4, 60\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked,\r\n xchunked\r\n"})
    void aRequestOfTwoLengthsIsNotTwoRequests(String headers) throws IOException {
        String answer = send(impatient, "POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Type: application/json\r\n" + headers
                + "\r\n0\r\n\r\nGET /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).doesNotContain("HTTP/1.1 200");
    }

    /** Others may read a chunk's extension to another end than this server does: what follows is no request. */
    @ParameterizedTest
    @ValueSource(strings = {"0;a=\"\r\n\r\n", "0;a=\"b\r\n\r\n", "0;\n\r\n", "1;a=\"\r\nX\r\n0\r\n\r\n", "0\r\nX: \r\n\r\n"})
    void whatFollowsChunksIsNoRequest(String chunks) throws IOException {
        String answer = send(impatient, "POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY + "Content-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunks
                + "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).doesNotContain("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /health HTTP/1.1\r\nX-Slow: ", "POST /jobs HTTP/1.1\r\nHost: x\r\n" + KEY
        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"})
    void aRequestThatNeverComesToItsEndIsHungUpOn(String begin) throws Exception {
        try (Socket socket = connect(impatient)) {
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            // As long as it drips, no time of silence ends it.
            for (int dripped = 0; dripped < 1_000 && !begin.isEmpty() && isOpen(socket, out); dripped++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(readAll(socket)).doesNotContain("200 OK");
        }
    }

    /** Whoever has not taken the next piece of a file in the time of silence counts as silent, and holds nothing. */
    @Test
    void whoReadsAFileAFewBytesAtATimeIsHungUpOn() throws IOException {
        Path file = Files.createDirectories(impatient.data().resolve("cdn/job_1")).resolve("large.mp4");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(LARGE);
        }
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout((int) SOON.toMillis());
            socket.connect(new InetSocketAddress("127.0.0.1", impatient.url().getPort()));
            socket.getOutputStream().write("GET /cdn/job_1/large.mp4 HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(firstByte(socket)).isEqualTo('H');
            assertThat(isOpenInServer(file)).isTrue();
            Awaitility.await().atMost(SOON).until(() -> {
                firstByte(socket);
                return !isOpenInServer(file);
            });
        }
    }

    private static boolean isOpenInServer(Path file) throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.anyMatch(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file);
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        }
    }

    private static boolean isOpen(Socket socket, OutputStream out) {
        try {
            out.write('a');
            out.flush();
            return socket.getInputStream().available() == 0;
        } catch (IOException hungUp) {
            return false;
        }
    }

    @Test
    void whoComesWhenThereAreTooManyIsHungUpOn() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            int refused = 0;
            for (int count = 0; count < 2 * MAX_CONNECTIONS; count++) {
                Socket socket = connect(node);
                sockets.add(socket);
                socket.getOutputStream().write("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                refused += firstByte(socket) < 0 ? 1 : 0;
            }
            assertThat(refused).isGreaterThanOrEqualTo(MAX_CONNECTIONS);
        } finally {
            for (Socket socket : List.copyOf(sockets)) {
                socket.close();
            }
        }
    }

    private static int firstByte(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    private static Socket connect(HereNode to) throws IOException {
        var socket = new Socket("127.0.0.1", to.url().getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static String send(String request) throws IOException {
        return send(node, request);
    }

    private static String send(HereNode to, String request) throws IOException {
        try (Socket socket = connect(to)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return readAll(socket);
        }
    }

    /** What came until the server hung up; that it never does is an error. */
    private static String readAll(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException reset) {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") || answer.startsWith("http/1.1 ") || answer.startsWith("HTTP/1.0 ")
                ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
