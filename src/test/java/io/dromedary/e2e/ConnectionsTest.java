package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections over the API, and what jobs make of them. */
@Tag("encode")
@Tag("engines")
class ConnectionsTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static SharedNode node;
    private static Api api;
    private static Credentials key;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 1), "video/mp4");
        key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
        node = SharedNode.of(SharedNode.Kind.WORKER, ConnectionsTest.class);
        api = node.api();
    }

    @AfterAll
    static void stop() {
        r2.close();
    }

    @AfterEach
    void forgetAll() {
        r2.faults().clear();
        api.get("/connections?limit=100").json().forEach(connection ->
                assertThat(api.delete("/connections/" + connection.get("id").asText()).status()).isEqualTo(200));
    }

    @Test
    void aConnectionIsFoundByIdAndByNameUntilItIsDeleted() {
        JsonNode made = CONTRACT.keeps("POST", "/connections", create("my-r2", false)).json();
        String id = made.get("id").asText();
        assertThat(made.get("connection_id").asText()).isEqualTo(id);
        assertThat(made.at("/data/id").asText()).isEqualTo(id);
        for (String reference : new String[] {id, "my-r2"}) {
            Api.Answer answer = CONTRACT.keeps("GET", "/connections/x", api.get("/connections/" + reference));
            assertThat(answer.json()).isEqualTo(made);
        }
        assertThat(CONTRACT.keeps("GET", "/connections", api.get("/connections")).json().get(0)).isEqualTo(made.get("data"));
        assertThat(CONTRACT.keeps("DELETE", "/connections/x", api.delete("/connections/my-r2")).status()).isEqualTo(200);
        assertThat(kind(api.get("/connections/" + id), 404)).isEqualTo("connection_not_found");
        assertThat(kind(api.delete("/connections/my-r2"), 404)).isEqualTo("connection_not_found");
        assertThat(kind(api.patch("/connections/my-r2", "{\"region\": \"auto\"}"), 404)).isEqualTo("connection_not_found");
    }

    @Test
    void aCheckAsksNoStoreForAKeyThatSomeTakeForAnotherPlace() {
        create("checked", false);
        Api.Answer answer = CONTRACT.keeps("POST", "/connections/x/check", api.post("/connections/checked/check",
                "{\"bucket\": \"media\", \"prefix\": \"x/../../other/\", \"write\": true}"));
        assertThat(kind(answer, 400)).isEqualTo("invalid_input");
        assertThat(answer.json().get("field").asText()).isEqualTo("prefix");
        assertThat(api.post("/connections/checked/check", "{\"bucket\": \"media\", \"prefix\": \"..x/\"}").json()
                .at("/list/ok").asBoolean()).isTrue();
    }

    @Test
    void aNameIsTakenOnce() {
        create("one", false);
        create("two", false);
        assertThat(kind(create("one", false), 409)).isEqualTo("name_taken");
        assertThat(kind(api.patch("/connections/two", "{\"name\": \"one\"}"), 409)).isEqualTo("name_taken");
        assertThat(api.patch("/connections/two", "{\"name\": \"two\"}").status()).isEqualTo(200);
    }

    @Test
    void onlyOneIsTheDefaultAndJobsThatNameNoneUseIt() {
        assertThat(kind(api.post("/jobs", "{\"input\": \"s3://media/in.mp4\", \"kind\": \"video\"}"), 400))
                .isEqualTo("invalid_input");
        create("first", true);
        create("second", true);
        assertThat(api.get("/connections/first").json().get("is_default").asBoolean()).isFalse();
        JsonNode job = api.finished(api.video("s3://media/in.mp4", null, "{\"width\": 64}", null));
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        api.patch("/connections/first", "{\"is_default\": true}");
        assertThat(api.get("/connections/second").json().get("is_default").asBoolean()).isFalse();
    }

    @Test
    void oneThatAnUnfinishedJobUsesStays() {
        create("used", false);
        try (var stall = r2.faults().on(Operation.GET_OBJECT).stall()) {
            String id = api.video("s3://media/in.mp4", "used", "{\"width\": 64}", null);
            stall.awaitStruck(1, SOON);
            Api.Answer answer = api.delete("/connections/used");
            assertThat(kind(answer, 409)).isEqualTo("connection_in_use");
            assertThat(answer.json().get("message").asText()).contains(id);
            assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(200);
        }
        assertThat(api.delete("/connections/used").status()).isEqualTo(200);
    }

    @Test
    void aChangedKeyIsUsedByTheNextJob() {
        create("changing", false);
        assertThat(status("changing")).isEqualTo("succeeded");
        api.patch("/connections/changing", "{\"secret_access_key\": \"wrong\"}");
        assertThat(status("changing")).isEqualTo("failed");
        assertThat(api.patch("/connections/changing",
                "{\"secret_access_key\": \"" + key.secretAccessKey() + "\"}").status()).isEqualTo(200);
        assertThat(status("changing")).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://store.example", "http://127.0.0.2:9000", "https://10.0.0.1", "https://localhost", "https://a.example/bucket",
        "https://user:pass@a.example", "https://a.example?x=1", "https://a.example#x", "ftp://a.example", "a.example", "https://"})
    void anEndpointThatMayNotBeReachedIsRefused(String endpoint) {
        Api.Answer answer = api.post("/connections", """
                {"kind": "s3", "name": "bad", "endpoint": "%s", "region": "auto", "access_key_id": "id",
                 "secret_access_key": "secret"}""".formatted(endpoint));
        assertThat(kind(answer, 400)).isEqualTo("invalid_input");
        assertThat(answer.json().get("field").asText()).isEqualTo("endpoint");
    }

    private static Api.Answer create(String name, boolean isDefault) {
        return api.post("/connections", """
                {"kind": "s3", "name": "%s", "endpoint": "%s", "region": "auto", "access_key_id": "%s",
                 "secret_access_key": "%s", "is_default": %b}""".formatted(
                name, r2.endpoint(), key.accessKeyId(), key.secretAccessKey(), isDefault));
    }

    private static String status(String connection) {
        return api.finished(api.video("s3://media/in.mp4", connection, "{\"width\": 64}", null)).get("status").asText();
    }

    private static String kind(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        return answer.json().get("kind").asText();
    }
}
