package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.storage.CdnSigner;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published files where URLs are signed: opened by whom they were given to, and by nobody else. */
@Tag("encode")
@Tag("engines")
class SignedUrlsTest {

    private static final String CLIP = "job_1/clip \u00e9+%20100%.mp4";
    private static final String CLIP_URL = "job_1/clip%20%C3%A9%2B%2520100%25.mp4";
    private static final String CONTENT = "what was paid for";

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Receiver receiver;
    private static final ContractCheck CONTRACT = new ContractCheck();

    @BeforeAll
    static void start() throws Exception {
        receiver = new Receiver();
        node = new HereNode(folder.resolve("node")).with("DROMEDARY_CDN_SIGNED", "true").start();
        Path cdn = node.data().resolve("cdn");
        for (String name : List.of(CLIP, "job_1/other.mp4", "job_2/clip.mp4", "job_1/720p/a.ts", "job_1/.hidden")) {
            Files.createDirectories(cdn.resolve(name).getParent());
            Files.writeString(cdn.resolve(name), CONTENT);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        receiver.close();
    }

    @Test
    void aSignedUrlOpensItsFileUntilItExpires() throws Exception {
        Api.Answer answer = get("/cdn/" + segment(CLIP, in(100)) + CLIP_URL);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo(CONTENT);
        String kept = answer.response().headers().firstValue("Cache-Control").orElseThrow();
        assertThat(Long.parseLong(kept.replaceAll("\\D", ""))).isBetween(1L, 100L);
        assertRefused(get("/cdn/" + segment(CLIP, in(-1)) + CLIP_URL), "expired");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.secret("cdn.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theSignatureOfAPlaylistOpensWhatItsJobHasPublishedAndNothingElse() throws Exception {
        String open = "/cdn/" + segment("job_1/master.m3u8", in(100));
        assertThat(get(open + "job_1/720p/a.ts").status()).isEqualTo(200);
        assertThat(get(open + CLIP_URL).status()).isEqualTo(200);
        assertThat(get(open + "job_1/.hidden").status()).isEqualTo(404);
        assertThat(get(open + "job_1").status()).isEqualTo(404);
        for (String other : List.of("job_2/clip.mp4", "job_1/..%2fjob_2/clip.mp4", "job_1/%2e%2e%2fjob_2/clip.mp4",
                "job_1/../job_2/clip.mp4", "job_1/.%2f..%2fjob_2%2fclip.mp4", "job_1/",
                "", "job_1/%2e%2e", "job_11/clip.mp4")) {
            assertRefused(get(open + other), "");
        }
        for (String nothing : List.of("job_1/..%5cjob_2%5cclip.mp4", "job_1//../job_2/clip.mp4")) {
            assertThat(get(open + nothing).status()).isEqualTo(404);
        }
    }

    /** Each is sent with the signature of {@link #CLIP}, or what is made of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no signature              | /cdn/{file}
            an empty one              | /cdn/~{expiry}./{file}
            no expiry                 | /cdn/~.{signature}/{file}
            nothing but the mark      | /cdn/~/{file}
            another file              | /cdn/~{expiry}.{signature}/job_1/other.mp4
            a file of another job     | /cdn/~{expiry}.{signature}/job_2/clip.mp4
            another expiry            | /cdn/~9{expiry}.{signature}/{file}
            the same in other digits  | /cdn/~0{expiry}.{signature}/{file}
            a negative expiry         | /cdn/~-{expiry}.{signature}/{file}
            an endless expiry         | /cdn/~99999999999999999999.{signature}/{file}
            more of a signature       | /cdn/~{expiry}.{signature}A/{file}
            another signature         | /cdn/~{expiry}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/{file}
            a signature in a query    | /cdn/{file}?expiry={expiry}&signature={signature}
            two segments              | /cdn/~{expiry}.{signature}/~{expiry}.{signature}/{file}
            a key of the API          | /cdn/{file}?key=key-of-the-tests-0123456789
            a case                    | /cdn/~{expiry}.{signature}/JOB_1/clip%20%C3%A9%2B.mp4
            a slash more              | /cdn/~{expiry}.{signature}//{file}/
            """)
    void whatIsNotItsSignatureOpensNothing(String attack, String template) throws Exception {
        long expiry = in(100);
        String signature = signer().signature(CLIP, expiry);
        assertRefused(get(template.replace("{file}", CLIP_URL).replace("{expiry}", Long.toString(expiry))
                .replace("{signature}", signature)), "");
    }

    @Test
    void theFolderOfAJobIsNotOpenedByTheSignatureOfAFile() throws Exception {
        assertRefused(get("/cdn/" + segment("job_1/other.mp4", in(100)) + "job_1/720p/a.ts"), "signature");
    }

    @Test
    void jobsTasksAndWebhooksNameUrlsThatAPlayerCanPlay() throws Exception {
        Samples.video(folder, "in.mp4", 320, 180, 1);
        Files.createDirectories(node.data().resolve("cdn/job_3"));
        Files.copy(folder.resolve("in.mp4"), node.data().resolve("cdn/job_3/in.mp4"));
        String input = node.publicUrl() + "/cdn/" + segment("job_3/in.mp4", in(100)) + "job_3/in.mp4";
        Api api = node.api();
        Receiver.Inbox inbox = receiver.at("/hook", 200);
        Api.Answer sent = api.post("/jobs", "{\"input\": \"%s\", \"kind\": \"adaptive_video\", \"webhook_url\": \"%s\"}"
                .formatted(input, inbox.url()));
        assertThat(sent.status()).as(sent.response().body()).isEqualTo(201);
        JsonNode job = api.finished(sent.json().get("id").asText());
        String url = job.get("output").asText();
        assertThat(url).startsWith(node.publicUrl() + "/cdn/~").endsWith("/master.m3u8");
        assertThat(framesPlayed(url)).isEqualTo(25);
        JsonNode export = job.get("tasks").get(job.get("tasks").size() - 1);
        assertThat(api.send(api.request(URI.create(export.at("/output/url").asText()).getPath())).status()).isEqualTo(200);
        assertThat(api.get("/jobs?limit=1").json().get(0).get("output").asText()).contains("/cdn/~");
        assertThat(inbox.await(1).get(0).json().at("/output/url").asText()).startsWith(node.publicUrl() + "/cdn/~");

        String plain = url.replaceFirst("~[^/]*/", "");
        assertRefused(api.get(URI.create(plain).getPath()), "signed");
        assertRefused(api.post("/jobs", "{\"input\": \"%s\", \"kind\": \"video\"}".formatted(plain)), "signed");
        signsForItsOwnProjectAlone(job.get("id").asText());
    }

    private void signsForItsOwnProjectAlone(String job) {
        String order = "{\"folder\": \"%s\", \"filename\": \"master.m3u8\", \"expiry\": %d, \"method\": \"get\"}";
        Api.Answer signed = CONTRACT.keeps("POST", "/signatures",
                node.api().post("/signatures", order.formatted(job, in(100))));
        assertThat(signed.status()).isEqualTo(200);
        assertThat(get(URI.create(signed.json().get("url").asText()).getPath()).status()).isEqualTo(200);
        for (long wrong : List.of(in(-1), in(700_000), Long.MAX_VALUE)) {
            assertThat(node.api().post("/signatures", order.formatted(job, wrong)).status()).isEqualTo(400);
        }
        assertThat(node.api().post("/signatures", order.formatted(job, in(9)).replace("get", "put")).status())
                .isEqualTo(400);
        Api other = new Api(node.url(), key("write", "other"));
        assertThat(other.post("/signatures", order.formatted(job, in(100))).status()).isEqualTo(404);
        assertThat(other.post("/signatures", order.formatted("task_1", in(100))).status()).isEqualTo(404);
        assertThat(new Api(node.url(), key("read", "default")).post("/signatures", order.formatted(job, in(100))).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job_1/../job_2", "../job_2", ".."})
    void whatIsNoFolderOfAJobIsNotSigned(String path) {
        assertThat(node.api().post("/signatures", "{\"folder\": \"%s\", \"filename\": \"clip.mp4\"}".formatted(path)).status())
                .isEqualTo(404);
    }

    @Test
    void whileTheSecretIsRotatedUrlsOfBothAreGood() throws Exception {
        Path file = node.secret("cdn.secret");
        List<String> old = Files.readAllLines(file);
        String before = "/cdn/" + segment(CLIP, in(100)) + CLIP_URL;
        Files.write(file, List.of(CdnSigner.freshKey(new SecureRandom()), old.get(0)));
        String after = "/cdn/" + segment(CLIP, in(100)) + CLIP_URL;
        assertThat(get(before).status()).isEqualTo(200);
        assertThat(get(after).status()).isEqualTo(200);
        Files.write(file, old);
        assertThat(get(before).status()).isEqualTo(200);
        assertRefused(get(after), "signature");
    }

    /** A player of its own asks for the playlists and segments that the master playlist names, by relative URLs. */
    private static int framesPlayed(String url) throws Exception {
        Path out = Files.createTempFile(folder, "player", ".txt");
        Process player = new ProcessBuilder("ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames",
                "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", url).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start();
        assertThat(player.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(out)).matches("(?s)\\d+\\D.*");
        return Integer.parseInt(Files.readString(out).replaceAll("\\D+", " ").strip().split(" ")[0]);
    }

    private static String key(String scope, String project) {
        return node.api().post("/keys", "{\"name\": \"k\", \"scope\": \"%s\", \"project\": \"%s\"}"
                .formatted(scope, project)).json().get("key").asText();
    }

    private static void assertRefused(Api.Answer answer, String reason) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
        assertThat(answer.json().get("kind").asText()).isEqualTo("forbidden");
        assertThat(answer.json().get("message").asText()).contains(reason).doesNotContain(CONTENT);
    }

    private static Api.Answer get(String path) {
        return node.api().get(path);
    }

    private static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    private static String segment(String name, long expiry) throws Exception {
        return "~" + expiry + "." + signer().signature(name, expiry) + "/";
    }

    private static CdnSigner signer() throws Exception {
        var keys = CdnSigner.keys(Files.readAllLines(node.secret("cdn.secret")), "cdn.secret");
        return new CdnSigner(() -> keys, Clock.systemUTC());
    }
}
