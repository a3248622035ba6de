package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.LongForm;
import io.dromedary.machine.Ending;
import io.dromedary.machine.Signals;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.QueueDouble;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets go in and are used; they are in no answer, no log, no file and no process list. */
@Tag("process")
class SecretsTest {

    private static final String KEY_ID = "canary0id0canary0id0canary0id032";
    private static final String SECOND_KEY_ID = "canary1id1canary1id1canary1id132";
    private static final String SECRET = "canary0secret0access0key0f00ba4f00ba4f00ba4f00ba4f00ba4f00ba4";
    private static final String SECOND_SECRET = "canary1secret1access1key1f00ba4f00ba4f00ba4f00ba4f00ba4f00ba4";
    private static final String REPLAY = "canary-idempotency-key-4711";
    private static final String WRONG_KEY = "canary-wrong-api-key-4711";
    private static final String TYPED = "canary-typed-into-a-url-4711";
    /** What only the environment knows; the database is a file here, and needs none. */
    private static final Map<String, String> PASSWORDS = Map.of("DROMEDARY_DATABASE_PASSWORD", "canary-of-the-database-4711",
            "QUEUE_TOKEN", "canary-token-of-the-queue-4711");

    @TempDir
    Path folder;
    private R2Double r2;
    private QueueDouble queue;
    private Node node;

    @BeforeEach
    void start() throws IOException {
        queue = QueueDouble.start("account1", "queue1", PASSWORDS.get("QUEUE_TOKEN"));
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        node = new Node(folder.resolve("node")).alone().jvm("-Xmx256m").with("DROMEDARY_TRANSFER_RETRIES", "0")
                .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1").with("DROMEDARY_CDN_SIGNED", "true")
                .jvm("-XX:ErrorFile=" + folder.resolve("crash.log")).jvm("-XX:-CreateCoredumpOnCrash");
        PASSWORDS.forEach(node::with);
        Files.writeString(node.ownHome().resolve("config/watches.properties"), Stream.of("template-id=watch-queue",
                "bucket=media", "kind=video", "connection=store", "account=account1", "queue=queue1", "interval=1",
                "token={{env:QUEUE_TOKEN}}", "api=" + queue.api())
                .map(line -> "camel.route-template[events]." + line + "\n").collect(Collectors.joining()));
    }

    @AfterEach
    void stop() {
        node.close();
        queue.close();
        r2.close();
    }

    /** With all that can be logged, which has what is usually logged in it; in long also with that alone. */
    static List<String> levels() {
        return LongForm.isAsked() ? List.of("INFO", "TRACE") : List.of("TRACE");
    }

    @ParameterizedTest
    @MethodSource("levels")
    void noSecretLeavesTheServer(String level) throws IOException {
        if (level.equals("TRACE")) {
            LoudLog.of(node, folder);
        }
        Api api = node.start().api();
        var answers = new ArrayList<String>();
        Credentials good = r2.key(KEY_ID, SECRET, Tier.OBJECT_READ_WRITE, "media");
        r2.key(SECOND_KEY_ID, SECOND_SECRET, Tier.OBJECT_READ_WRITE, "media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 640, 360, 8), "video/mp4");

        api.connect("store", r2.endpoint(), good);
        queue.send("no event");
        Awaitility.await().until(() -> queue.backlog() == 0);
        queue.close();
        Awaitility.await().until(() -> node.logText().contains("the queue cannot be reached"));
        answers.add(post(api, "/connections", connection("store", SECRET)));
        answers.add(post(api, "/connections", connection("other", SECRET + "\\u00e9")));
        answers.add(post(api, "/connections", connection("other", SECRET).replace("\"region\"", "\"regoin\"")));
        answers.add(post(api, "/connections", connection("other", SECRET).replace("}", "")));
        answers.add(post(api, "/connections", connection("other", SECRET).replace("\"" + SECRET, "[\"" + SECRET)
                .replace("\"}", "\"]}")));
        for (String url : List.of("https://user:" + TYPED + "@example.com/a.mp4", "https://" + TYPED + "@example.com/a.mp4")) {
            for (String field : List.of("input", "webhook_url")) {
                answers.add(post(api, "/jobs", ("{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\", \"webhook_url\":"
                        + " \"https://example.com/\"}").replaceFirst("(\"" + field + "\": \")[^\"]*", "$1" + url)));
            }
            answers.add(post(api, "/connections", connection("typed", "x").replace(r2.endpoint().toString(), url)));
        }
        for (String path : List.of("/connections", "/connections/store", "/connections/nobody", "/jobs", "/health",
                "/health/ready", "/metrics", "/keys", "/nothing")) {
            answers.add(whole(api.get(path)));
        }
        answers.add(whole(api.send(api.request("/jobs").setHeader("Authorization", "Bearer " + WRONG_KEY))));

        String made = api.post("/keys", "{\"name\": \"made\"}").json().get("key").asText();
        String signature = api.post("/signatures", "{\"folder\": \"" + api.video("s3://media/nothing.mp4", "store", "{}", null)
                + "\", \"filename\": \"video.mp4\"}").json().get("signature").asText();
        String id = api.video("s3://media/in.mp4", "store", "{\"width\": 1920, \"quality\": \"very_high\"}", "s3://media/out.mp4");
        api.reaches(id, "video");
        // The task is said to be at work a moment before its process has turned into ffmpeg.
        answers.add(Awaitility.await().until(this::arguments, lines -> lines.contains("/ffmpeg\0")));
        answers.add(environmentsOfChildren());
        answers.add(api.finished(id).toString());
        assertThat(api.job(id).get("status").asText()).as("%s", api.job(id)).isEqualTo("succeeded");
        String failing = api.video("s3://media/nothing.mp4", "store", "{}", null);
        answers.add(api.finished(failing).toString());
        answers.add(whole(api.patch("/connections/store", "{\"access_key_id\": \"" + SECOND_KEY_ID + "\", \"secret_access_key\": \""
                + SECOND_SECRET + "\"}")));
        JsonNode published = api.finished(api.video("s3://media/in.mp4", "store", "{\"width\": 64}", null));
        answers.add(published.toString());
        String signed = URI.create(published.get("output").asText()).getPath();
        assertThat(api.get(signed).status()).isEqualTo(200);
        answers.add(whole(api.delete("/connections/store")));
        answers.add(node.logText());
        if (level.equals("TRACE")) {
            LoudLog.check(node.logText());
        }
        // A signed URL is for whom it is given to: of a log, everyone could take it.
        search(List.of(node.logText()), signed.replaceFirst(".*~\\d+\\.([^/]+)/.*", "$1"));
        dumpThreads();
        crash();
        answers.add(Files.readString(folder.resolve("crash.log"), StandardCharsets.ISO_8859_1));
        answers.add(node.logText());
        Map<String, String> files = files();
        answers.addAll(files.values());

        for (String secret : List.of(SECRET, SECOND_SECRET, Node.KEY, REPLAY, WRONG_KEY, TYPED, made, signature)) {
            search(answers, secret);
        }
        PASSWORDS.values().forEach(secret -> search(answers, secret));
        for (String file : List.of("secret.key", "webhook.secret", "cdn.secret")) {
            String secret = files.get(file).strip();
            assertThat(secret).hasSizeGreaterThan(32);
            var others = new ArrayList<>(answers);
            others.remove(files.get(file));
            search(others, secret.replace("whsec_", ""));
        }
    }

    /** In no form is it there; long ones are compared as they stand in base64, too. */
    private static void search(List<String> texts, String secret) {
        for (String form : List.of(secret, base64(secret), base64("x" + secret), base64("xx" + secret))) {
            texts.forEach(text -> assertThat(LoudLog.surroundings(text, form)).as(secret).isEmpty());
        }
    }

    /** The environments of all that the server has started: what it knows by its own is not theirs. */
    private String environmentsOfChildren() throws IOException {
        var all = new StringBuilder();
        for (ProcessHandle child : node.process().descendants().toList()) {
            try {
                all.append(Files.readString(Path.of("/proc/" + child.pid() + "/environ"), StandardCharsets.ISO_8859_1));
            } catch (NoSuchFileException ended) {
                all.append('\n');
            }
        }
        assertThat(all.toString()).contains("PATH=").doesNotContain("DROMEDARY_");
        return all.toString();
    }

    /** Lets the JVM write what its threads are at into the log. */
    private void dumpThreads() {
        Signals.dumpThreads(node.process());
        Awaitility.await().until(() -> node.logText().contains("Full thread dump"));
    }

    /** Lets the JVM end as by a fault of its own, and write its crash file. */
    private void crash() throws IOException {
        Signals.crash(node.process());
        Ending.await(node.process(), SOON, node::logText);
        assertThat(folder.resolve("crash.log")).content(StandardCharsets.ISO_8859_1)
                .contains("SIGSEGV", "CreateCoredumpOnCrash turned off");
    }

    /** The server as it is started leaves no image of its memory, in which every secret is. */
    @Test
    void theProgramLeavesNoCoreDump() throws IOException {
        assertThat(Files.readString(Path.of("bin/dromedary"))).contains("-XX:-CreateCoredumpOnCrash");
    }

    private String connection(String name, String secret) {
        return "{\"kind\": \"s3\", \"name\": \"" + name + "\", \"endpoint\": \"" + r2.endpoint()
                + "\", \"region\": \"auto\", \"access_key_id\": \"id\", \"secret_access_key\": \"" + secret + "\"}";
    }

    private static String post(Api api, String path, String body) {
        Api.Answer answer = api.send(api.request(path).header("Content-Type", "application/json")
                .header("Idempotency-Key", REPLAY).POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.response().body()).isGreaterThanOrEqualTo(400);
        return whole(answer);
    }

    private static String whole(Api.Answer answer) {
        return answer.response().headers().map() + answer.response().body();
    }

    /** The arguments of the server and of all that it has started, which everybody on the machine can read. */
    private String arguments() throws IOException {
        var lines = new StringBuilder();
        for (ProcessHandle one : Stream.concat(Stream.of(node.process().toHandle()), node.process().descendants()).toList()) {
            try {
                lines.append(Files.readString(Path.of("/proc/" + one.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)).append('\n');
            } catch (NoSuchFileException ended) {
                lines.append('\n');
            } catch (IOException ended) {
                lines.append("\n\n");
            }
        }
        return lines.toString();
    }

    /** Every file of the server, by its name: database and its log, journal, work folder, CDN folder, key files. */
    private Map<String, String> files() throws IOException {
        var texts = new HashMap<String, String>();
        try (Stream<Path> all = Files.walk(node.data())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.put(node.data().relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(texts).hasSizeGreaterThan(6);
        return texts;
    }

    /** The middle of its base64, as neither its padding nor its neighbours matter there. */
    private static String base64(String text) {
        String whole = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        return whole.substring(4, whole.length() - 4);
    }
}
