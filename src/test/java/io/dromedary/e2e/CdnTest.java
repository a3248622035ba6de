package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published files over HTTP, as RFC 9110 wants it, and nothing else of the disk. */
class CdnTest {

    private static final String FILE = "/cdn/job_1/clip%20%C3%A9.mp4";
    private static final String CONTENT = "0123456789abcdefghij";
    private static final String OLD = "Tue, 01 Jan 2019 00:00:00 GMT";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static HereNode node;

    @BeforeAll
    static void start() throws IOException {
        node = SharedNode.Kind.API.shared();
        Path cdn = node.data().resolve("cdn");
        Path job = Files.createDirectories(cdn.resolve("job_1"));
        Files.writeString(job.resolve("clip \u00e9.mp4"), CONTENT);
        for (String name : List.of("a.webm", "a.gif", "a.jpg", "a.png", "a.m3u8", "a.ts", "a.vtt", "a.json", "a.unknown",
                "a+b.mp4", "a%20b%.mp4", "empty.mp4", "a.mov", "a.mp3", "denied.mp4")) {
            Files.writeString(job.resolve(name), name.startsWith("empty") ? "" : CONTENT);
        }
        Files.writeString(job.resolve(".hidden"), "secret");
        Files.createDirectories(cdn.resolve(".git"));
        Files.writeString(cdn.resolve(".git/config"), "secret");
        Files.writeString(node.data().resolve("outside.txt"), "secret");
        Files.createDirectories(node.data().resolve("outside"));
        Files.writeString(node.data().resolve("outside/file.txt"), "secret");
        Files.createSymbolicLink(job.resolve("link.txt"), node.data().resolve("outside.txt"));
        Files.createSymbolicLink(job.resolve("folder"), node.data().resolve("outside"));
    }

    /** What is remembered of a path must not be remembered of another one (CVE-2026-1002). */
    @Test
    void aPathThatIsNoneTakesNoFileFromOthers() {
        for (String detour : List.of("x%2F..%2F", "x%2f..%2f", "%2e%2f", "x/..%2f", "%2F", "x%5c..%5c")) {
            get("/cdn/job_1/" + detour + "denied.mp4");
            get("/cdn/" + detour + "job_1/denied.mp4");
        }
        assertThat(get("/cdn/job_1/denied.mp4").status).isEqualTo(200);
    }

    @Test
    void aFileIsForEveryoneAndForEver() {
        Reply reply = get(FILE);
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.body).isEqualTo(CONTENT);
        assertThat(reply.header("content-type")).isEqualTo("video/mp4");
        assertThat(reply.header("content-length")).isEqualTo("20");
        assertThat(reply.header("cache-control")).isEqualTo(FOR_EVER);
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("accept-ranges")).isEqualTo("bytes");
        assertThat(reply.header("etag")).matches("\"[^\"]+\"");
        assertThat(reply.header("last-modified")).endsWith("GMT");
    }

    @Test
    void headSaysWhatGetWouldSend() {
        Reply head = ask("HEAD", FILE);
        Reply get = get(FILE);
        assertThat(head.status).isEqualTo(200);
        assertThat(head.body).isEmpty();
        assertThat(head.headers).containsOnlyKeys(get.headers.keySet());
        // A second may pass between them.
        get.headers.put("date", head.header("date"));
        assertThat(head.headers).isEqualTo(get.headers);
    }

    @ParameterizedTest
    @CsvSource({
        "a.webm, video/webm", "a.gif, image/gif", "a.jpg, image/jpeg", "a.png, image/png", "a.vtt, text/vtt",
        "a.json, application/json", "a.unknown, application/octet-stream", "a+b.mp4, video/mp4",
        "a%2520b%25.mp4, video/mp4",
        "a.m3u8, application/vnd.apple.mpegurl", "a.ts, video/mp2t", "a.mov, video/quicktime", "a.mp3, audio/mpeg"})
    void theTypeIsThatOfTheName(String name, String type) {
        Reply reply = get("/cdn/job_1/" + name);
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.header("content-type").replaceFirst(";.*", "").toLowerCase(Locale.ROOT)).isEqualTo(type);
    }

    @Test
    void anEmptyFileIsAFile() {
        Reply reply = get("/cdn/job_1/empty.mp4");
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/20", "bytes=5-5, 5, bytes 5-5/20", "bytes=15-, fghij, bytes 15-19/20",
        "bytes=0-, 0123456789abcdefghij, bytes 0-19/20", "bytes=10-999, abcdefghij, bytes 10-19/20",
        "bytes=-5, fghij, bytes 15-19/20", "bytes=-999, 0123456789abcdefghij, bytes 0-19/20"})
    void aRangeIsSentAsAsked(String range, String body, String contentRange) {
        Reply reply = get(FILE, "Range", range);
        assertThat(reply.status).isEqualTo(206);
        assertThat(reply.body).isEqualTo(body);
        assertThat(reply.header("content-range")).isEqualTo(contentRange);
        assertThat(reply.header("content-length")).isEqualTo(Integer.toString(body.length()));
        assertThat(reply.header("cache-control")).isEqualTo(FOR_EVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=20-", "bytes=20-30", "bytes=99999999999-", "bytes=-0"})
    void aRangePastTheEndIsNotSatisfiable(String range) {
        Reply reply = get(FILE, "Range", range);
        assertThat(reply.status).isEqualTo(416);
        assertThat(reply.header("content-range")).isEqualTo("bytes */20");
        // An error is nothing to keep for a year.
        assertThat(reply.headers.getOrDefault("cache-control", "")).doesNotContain("immutable");
    }

    /** RFC 9110 14.2: what is no range, or of another unit, is as good as none. */
    @ParameterizedTest
    @ValueSource(strings = {"bytes=a-b", "lines=0-3", "bytes=", "0-3", "bytes=3-1", "bytes=99999999999999999999-", "bytes=-"})
    void aRangeThatIsNoneIsIgnored(String range) {
        Reply reply = get(FILE, "Range", range);
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.body).isEqualTo(CONTENT);
    }

    /** RFC 9110 14.2: ranges are of GET alone. */
    @Test
    void headKnowsNoRange() {
        Reply reply = ask("HEAD", FILE, "Range", "bytes=0-3");
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("20");
    }

    @Test
    void anEmptyFileHasNoRange() {
        assertThat(get("/cdn/job_1/empty.mp4", "Range", "bytes=0-").status).isEqualTo(416);
        assertThat(get("/cdn/job_1/empty.mp4", "Range", "bytes=-5").status).isEqualTo(416);
    }

    @Test
    void severalRangesAreAnsweredByTheWhole() {
        Reply reply = get(FILE, "Range", "bytes=0-1,4-5");
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.body).isEqualTo(CONTENT);
    }

    @Test
    void whoHasItAlreadyIsToldSo() {
        String etag = get(FILE).header("etag");
        String date = get(FILE).header("last-modified");
        // RFC 9110 13.1.2: If-None-Match compares weakly.
        for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "\"other\",W/" + etag, "*")) {
            Reply reply = get(FILE, "If-None-Match", known);
            assertThat(reply.status).as(known).isEqualTo(304);
            assertThat(reply.body).isEmpty();
            assertThat(reply.header("etag")).isEqualTo(etag);
            assertThat(reply.header("cache-control")).isEqualTo(FOR_EVER);
        }
        assertThat(get(FILE, "If-None-Match", "\"other\"").status).isEqualTo(200);
        assertThat(get(FILE, "If-Modified-Since", date).status).isEqualTo(304);
        assertThat(get(FILE, "If-Modified-Since", OLD).status).isEqualTo(200);
        assertThat(get(FILE, "If-Modified-Since", "yesterday").status).isEqualTo(200);
    }

    /** RFC 9110 13.2.2: the date is not looked at when there are tags. */
    @Test
    void aTagThatDiffersOutweighsADateThatDoesNot() {
        String date = get(FILE).header("last-modified");
        assertThat(get(FILE, "If-None-Match", "\"other\"", "If-Modified-Since", date).status).isEqualTo(200);
    }

    /** RFC 9110 13.1.5: the part when it is still the same file, by a strong tag or the exact date; else the whole. */
    @Test
    void aRangeOfAnotherVersionIsAnsweredByTheWhole() {
        String etag = get(FILE).header("etag");
        String date = get(FILE).header("last-modified");
        assertThat(get(FILE, "Range", "bytes=0-3", "If-Range", etag).body).isEqualTo("0123");
        assertThat(get(FILE, "Range", "bytes=0-3", "If-Range", date).body).isEqualTo("0123");
        for (String other : List.of("\"other\"", "W/" + etag, OLD, "nonsense")) {
            Reply reply = get(FILE, "Range", "bytes=0-3", "If-Range", other);
            assertThat(reply.status).as(other).isEqualTo(200);
            assertThat(reply.body).isEqualTo(CONTENT);
        }
    }

    @Test
    void pagesOfEveryOriginMayReadIt() {
        Reply simple = get(FILE, "Origin", "https://page.example", "Range", "bytes=0-3");
        assertThat(simple.status).isEqualTo(206);
        assertThat(simple.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(simple.header("access-control-expose-headers").toLowerCase(Locale.ROOT))
                .contains("content-range", "content-length", "etag");
        Reply preflight = ask("OPTIONS", FILE, "Origin", "https://page.example",
                "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "range");
        assertThat(preflight.status).isBetween(200, 204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight.header("access-control-allow-methods")).contains("GET");
        assertThat(preflight.header("access-control-allow-headers").toLowerCase(Locale.ROOT)).contains("range");
    }

    @Test
    void aFileThatIsNotThereIsNotFoundInJson() throws IOException {
        for (String path : List.of("/cdn/job_1/nothing.mp4", "/cdn/nobody/clip.mp4", "/cdn/job_1/clip%20%C3%A9.mp4/x")) {
            Reply reply = get(path, "Origin", "https://page.example");
            assertThat(reply.status).isEqualTo(404);
            assertThat(reply.header("content-type")).isEqualTo("application/json");
            assertThat(new ObjectMapper().readTree(reply.body).get("kind").asText()).isEqualTo("not_found");
            assertThat(reply.headers.getOrDefault("cache-control", "")).doesNotContain("immutable");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
    void filesAreOnlyRead(String method) {
        Api.Answer answer = node.api().send(HttpRequest.newBuilder(node.url().resolve(FILE))
                .method(method, BodyPublishers.ofString("x")));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(answer.json().get("kind").asText()).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/cdn/../outside.txt", "/cdn/job_1/../../outside.txt", "/cdn/%2e%2e/outside.txt", "/cdn/%2E%2E%2Foutside.txt",
        "/cdn/..%2foutside.txt", "/cdn/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "/cdn/%252e%252e/outside.txt",
        "/cdn/%252e%252e%252foutside.txt", "/cdn/..\\outside.txt", "/cdn/..%5coutside.txt", "/cdn/..%c0%afoutside.txt",
        "/cdn/....//outside.txt", "/cdn/.%2e/outside.txt", "/cdn//etc/passwd", "/cdn/%2fetc/passwd", "/cdn/%2Fetc%2Fpasswd",
        "/cdn/job_1%2f..%2f..%2foutside.txt", "/cdn/..;/outside.txt", "/cdn/job_1/%00", "/cdn/outside.txt%00.mp4",
        "/cdn/..%00/outside.txt", "/cdn/%", "/cdn/%zz", "/cdn/job_1/link.txt", "/cdn/job_1/folder/file.txt",
        "/cdn/job_1/folder", "/cdn/job_1/.hidden", "/cdn/job_1/%2ehidden", "/cdn/.git/config", "/cdn/job_1/%2e/.hidden",
        "/cdn/job_1/./.hidden", "/cdn/", "/cdn", "/cdn/job_1", "/cdn/job_1/", "/cdn/.", "/cdn/..", "/cdn/job_1/.",
        "/CDN/job_1/a.webm", "/cdn/../data/outside.txt", "/cdn/~/", "/cdn/job_1/a.webm/", "/cdn/job_1/a.webm%20"})
    void nothingButPublishedFilesIsReached(String path) {
        for (String method : List.of("GET", "HEAD")) {
            Reply reply = ask(method, path);
            assertThat(reply.status).as("%s %s answers %s", method, path, reply.body).isIn(400, 401, 404);
            assertThat(reply.body).doesNotContain("secret", "root:", node.folder().toString(), "Exception");
        }
    }

    // ------------------------------------------------------------ HTTP by hand: clients tidy paths up

    private record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            assertThat(headers).containsKey(name);
            return headers.get(name);
        }
    }

    private static Reply get(String path, String... headers) {
        return ask("GET", path, headers);
    }

    private static Reply ask(String method, String path, String... headers) {
        try (var socket = new Socket(node.url().getHost(), node.url().getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            var lines = answer.substring(0, end).lines().toList();
            var fields = new TreeMap<String, String>();
            lines.stream().skip(1).forEach(line -> fields.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT), line.substring(line.indexOf(':') + 1).strip()));
            return new Reply(Integer.parseInt(lines.get(0).split(" ")[1]), fields, answer.substring(end + 4));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }
}
