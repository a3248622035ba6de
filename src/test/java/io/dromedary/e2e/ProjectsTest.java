package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key sees what is of its project, and may use as much as it was given. */
@Tag("engines")
@Tag("slow")
class ProjectsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONNECTION = "shop";

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;
    private static Api admin;
    private static Api shop;
    private static Api press;
    private static String job;
    private static String task;
    private static String connection;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        node = SharedNode.Kind.WORKER.shared();
        admin = node.api();
        shop = key("{\"name\": \"shop\", \"scope\": \"admin\", \"project\": \"shop\"}");
        press = key("{\"name\": \"press\", \"scope\": \"admin\", \"project\": \"press\"}");
        connection = shop.connect(CONNECTION, r2.endpoint(), r2.key("0123456789abcdef0123456789abcdef", "secret", Tier.OBJECT_READ_WRITE, "media"));
        JsonNode done = shop.finished(shop.video("s3://media/in.mp4", CONNECTION, "{\"width\": 32}", null));
        assertThat(done.get("status").asText()).as("%s", done).isEqualTo("succeeded");
        job = done.get("id").asText();
        task = done.get("tasks").get(0).get("id").asText();
    }

    @AfterAll
    static void stop() {
        r2.close();
    }

    /** Every operation whose path names something that is of a project; one that is added must be added here. */
    static Stream<List<String>> operationsOnSomething() {
        return CONTRACT.operations().filter(operation -> operation.get(1).matches(".*\\{(job|task|connection)}.*"));
    }

    @Test
    void theIdempotencyKeyOfAnotherProjectIsAnotherKey() {
        String body = "{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\", \"priority\": 0}";
        var ids = new HashSet<String>();
        for (Api each : List.of(shop, press, admin)) {
            Api.Answer answer = each.send(each.request("/jobs").header("Content-Type", "application/json")
                    .header("Idempotency-Key", "the-same").POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
            ids.add(answer.json().get("id").asText());
            each.post("/jobs/" + answer.json().get("id").asText() + "/cancel", "");
        }
        assertThat(ids).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("operationsOnSomething")
    void whatIsOfAnotherProjectIsNotThere(List<String> operation) {
        String path = operation.get(1).replace("{job}", job).replace("{task}", task);
        for (String named : path.contains("{connection}") ? List.of(connection, CONNECTION) : List.of("")) {
            String whole = path.replace("{connection}", named);
            for (Api other : List.of(press, admin)) {
                Api.Answer answer = switch (operation.get(0)) {
                    case "GET" -> other.get(whole);
                    case "POST" -> other.post(whole, whole.endsWith("/check") ? "{\"bucket\": \"media\"}" : "{}");
                    case "PATCH" -> other.patch(whole, path.startsWith("/jobs/") ? "{\"priority\": 1}" : "{\"region\": \"eu\"}");
                    default -> other.delete(whole);
                };
                assertThat(answer.status()).as("%s %s: %s", operation.get(0), whole, answer.response().body())
                        .isEqualTo(404);
                assertThat(answer.json().get("kind").asText()).endsWith("_not_found");
            }
        }
        assertThat(shop.get("/connections/" + CONNECTION).json().get("region").asText()).isEqualTo("auto");
        assertThat(shop.get("/jobs/" + job).json().get("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void listsShowWhatIsOfOnesProject() {
        for (String list : List.of("/jobs", "/tasks", "/connections", "/jobs?input=s3://media/in.mp4",
                "/jobs?kind=video&status=succeeded")) {
            assertThat(shop.get(list).json()).as(list).isNotEmpty();
            assertThat(press.get(list).json()).as(list).isEmpty();
            assertThat(admin.get(list).json()).as(list).isEmpty();
        }
    }

    @Test
    void aJobCannotNameTheConnectionOfAnotherProject() {
        for (String named : List.of(CONNECTION, connection)) {
            Api.Answer answer = press.post("/jobs", "{\"kind\": \"video\", \"input\": \"s3://media/in.mp4\","
                    + " \"connection_id\": \"" + named + "\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("field").asText()).isEqualTo("connection_id");
        }
    }

    @Test
    void aNameAndADefaultAreOfOneProject() {
        String same = "{\"kind\": \"s3\", \"name\": \"shared\", \"endpoint\": \"" + r2.endpoint() + "\", \"region\": \"auto\","
                + " \"access_key_id\": \"id\", \"secret_access_key\": \"secret\", \"is_default\": true}";
        Api third = key("{\"name\": \"third\", \"project\": \"third\"}");
        Api fourth = key("{\"name\": \"fourth\", \"project\": \"fourth\"}");
        assertThat(third.post("/connections", same).status()).isEqualTo(201);
        assertThat(third.post("/connections", same).status()).isEqualTo(409);
        assertThat(fourth.post("/connections", same).status()).isEqualTo(201);
        assertThat(third.get("/connections/shared").json().get("is_default").asBoolean()).isTrue();
    }

    @Test
    void requestsOverTheRateAreToldWhenToComeAgain() {
        Api slow = key("{\"name\": \"slow\", \"requests_per_minute\": 2}");
        assertThat(slow.get("/jobs").status()).isEqualTo(200);
        assertThat(slow.get("/jobs").status()).isEqualTo(200);
        Api.Answer third = CONTRACT.keeps("GET", "/jobs", slow.get("/jobs"));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.response().headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 30L);
    }

    @Test
    void aKeyThatUsedUpItsDayTakesNoMoreJobs() {
        Api small = key("{\"name\": \"small\", \"project\": \"shop\", \"bytes_per_day\": 100}");
        JsonNode first = small.finished(small.video("s3://media/in.mp4", CONNECTION, "{\"width\": 32}", null));
        assertThat(first.get("error").get("kind").asText()).isEqualTo("resource_limit");
        assertThat(first.get("error").get("message").asText()).contains("100 bytes a day", "bytes_per_day");
        ObjectNode order = JSON.createObjectNode().put("kind", "video").put("input", "s3://media/in.mp4")
                .put("connection_id", CONNECTION);
        for (String path : List.of("/jobs", "/jobs?dry_run=true", "/jobs/" + first.get("id").asText() + "/retry")) {
            Api.Answer refused = small.post(path, path.endsWith("retry") ? "{}" : order.toString());
            assertThat(refused.status()).as(path).isEqualTo(429);
            assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElseThrow()).isLessThan(86_402);
        }
        assertThat(shop.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void aRotatedKeyTakesThePlaceOfTheOld() {
        JsonNode made = admin.post("/keys", "{\"name\": \"turns\"}").json();
        String path = "/keys/" + made.get("id").asText() + "/rotate";
        Api.Answer turned = CONTRACT.keeps("POST", path, admin.post(path, "{\"grace_seconds\": 600}"));
        assertThat(turned.status()).as(turned.response().body()).isEqualTo(200);
        Api old = new Api(node.url(), made.get("key").asText());
        Api fresh = new Api(node.url(), turned.json().get("key").asText());
        assertThat(old.get("/jobs").status()).isEqualTo(200);
        assertThat(fresh.get("/jobs").status()).isEqualTo(200);
        admin.post(path, "{}");
        assertThat(old.get("/jobs").status()).isEqualTo(401);
    }

    private static Api key(String request) {
        Api.Answer made = CONTRACT.keeps("POST", "/keys", admin.post("/keys", request));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return new Api(node.url(), made.json().get("key").asText());
    }
}
