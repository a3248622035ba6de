package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, as they are served, and that they are what its policy allows. */
class WebPageTest {

    private static final Path FOLDER = Path.of("src/main/resources/web");
    private static final Pattern IMPORT = Pattern.compile("(?:from |import |import\\()'([^']+)'");
    /** What would put text into the page as markup, or run it; and what the policy would block. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document[.]write|dangerouslySetInnerHTML|\\beval\\b|new Function|\\sstyle=\"|\\son[a-z]+=\"|https?://(?!www[.]w3[.]org/)[a-z]");

    private static Vertx vertx;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        new WebPage(() -> "{\"openapi\":\"3.1.0\"}", List.of("https://cdn.example.com")).mount(router);
        // What comes after the page in the server.
        router.route().handler(client -> client.response().setStatusCode(404).end());
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().matches(".*[.](js|css|svg)")).map(FOLDER::relativize).toList().stream();
        }
    }

    static Stream<Path> ownModules() throws IOException {
        return files().filter(file -> file.toString().endsWith(".js") && !file.startsWith("vendor"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsServedAndAskedForAgainOnlyOnceItHasChanged(Path file) throws Exception {
        HttpResponse<byte[]> first = get("/web/" + file, "none");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo(Files.readAllBytes(FOLDER.resolve(file)));
        assertThat(header(first, "Content-Type")).matches("text/(javascript|css); charset=utf-8|image/svg\\+xml");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<byte[]> second = get("/web/" + file, header(first, "ETag"));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void thePageMayRunItsOwnFilesAloneAndShowsResultsOfTheCdn() throws Exception {
        HttpResponse<byte[]> page = get("/", "none");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Content-Security-Policy")).isEqualTo("default-src 'none'; script-src 'self'; style-src 'self';"
                + " connect-src 'self' https://cdn.example.com; img-src 'self' https://cdn.example.com blob: data:;"
                + " media-src 'self' https://cdn.example.com blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        assertThat(new String(get("/docs", "none").body())).contains("/web/docs.js");
        assertThat(header(get("/docs/", "none"), "Content-Security-Policy")).isEqualTo(header(page, "Content-Security-Policy"));
        assertThat(new String(get("/web/contract.json", "none").body())).isEqualTo("{\"openapi\":\"3.1.0\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/web/", "/web/nothing.js", "/web/index.html", "/web/docs.html", "/docs/x", "/web/vendor/SHA256SUMS", "/web/vendor/preact.LICENSE",
        "/web/../logback.xml", "/web/..%2Flogback.xml", "/web/%2e%2e/db/migration/V1__jobs.sql", "/web/views/../main.js/"})
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path, "none").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("ownModules")
    void modulesNameModulesThatThereAreAndNoMarkup(Path file) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        IMPORT.matcher(text).results().forEach(found -> assertThat(FOLDER.resolve(file).resolveSibling(found.group(1))).exists());
        assertThat(FORBIDDEN.matcher(text.replaceAll("(?m)^ *(//|\\*|/\\*).*", "")).results().map(found -> found.group()).toList()).isEmpty();
    }

    @Test
    void theLibrariesAreThoseThatWereFetched() throws Exception {
        List<String> sums = Files.readAllLines(FOLDER.resolve("vendor/SHA256SUMS"));
        for (String line : sums) {
            String[] parts = line.split(" +");
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(FOLDER.resolve("vendor").resolve(parts[1])));
            assertThat(HexFormat.of().formatHex(hash)).as(parts[1]).isEqualTo(parts[0]);
        }
        try (Stream<Path> files = Files.list(FOLDER.resolve("vendor"))) {
            assertThat(files.count()).as("and no others").isEqualTo(sums.size() + 1);
        }
    }

    private static HttpResponse<byte[]> get(String path, String known) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("If-None-Match", known).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
