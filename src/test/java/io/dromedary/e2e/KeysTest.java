package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are made and revoked while the server runs, and what each may do. */
@Tag("engines")
class KeysTest {

    private static final ContractCheck CONTRACT = new ContractCheck();

    @TempDir
    static Path folder;
    private static HereNode node;
    private static Api admin;

    @BeforeAll
    static void start() {
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api").start();
        String first = node.api().post("/keys", "{\"name\": \"first\", \"scope\": \"operator\"}").json().get("key").asText();
        node.stop();
        // From here on there are only the keys of the database.
        node.with("DROMEDARY_API_KEY", "").start();
        admin = new Api(node.url(), first);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aKeyIsShownOnceAndWorksUntilItIsRevoked() {
        Api.Answer made = create("ci", "write");
        assertThat(made.status()).isEqualTo(201);
        String key = made.json().get("key").asText();
        String id = made.json().get("id").asText();
        Api api = new Api(node.url(), key);
        assertThat(api.get("/jobs").status()).isEqualTo(200);
        Api.Answer list = CONTRACT.keeps("GET", "/keys", admin.get("/keys"));
        assertThat(list.response().body()).contains(id).doesNotContain(key, "hash");

        Api.Answer revoked = CONTRACT.keeps("DELETE", "/keys/x", admin.delete("/keys/" + id));
        assertThat(revoked.json().get("name").asText()).isEqualTo("ci");
        Api.Answer refused = CONTRACT.keeps("GET", "/jobs", api.get("/jobs"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().get("kind").asText()).isEqualTo("token_invalid");
        Api.Answer gone = CONTRACT.keeps("DELETE", "/keys/x", admin.delete("/keys/" + id));
        assertThat(gone.json().get("kind").asText()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "read|GET|/jobs|200", "read|GET|/connections|200", "read|POST|/jobs|403", "read|POST|/connections|403",
        "read|DELETE|/connections/x|403", "read|PATCH|/connections/x|403", "read|POST|/jobs/x/cancel|403",
        "read|POST|/jobs/x/retry|403", "read|GET|/keys|403", "read|POST|/keys|403", "read|GET|/health|200",
        "write|POST|/jobs|400", "write|DELETE|/connections/x|404", "write|POST|/jobs/x/cancel|404",
        "write|GET|/keys|403", "write|POST|/keys|403", "write|DELETE|/keys/x|403", "admin|GET|/keys|200",
        "admin|POST|/jobs|400", "admin|DELETE|/keys/x|404", "operator|GET|/keys|200"})
    void aKeyMayDoWhatItsScopeSays(String scope, String method, String path, int status) {
        JsonNode made = create(scope + " only", scope).json();
        Api api = new Api(node.url(), made.get("key").asText());
        Api.Answer answer = switch (method) {
            case "GET" -> api.get(path);
            case "POST" -> api.post(path, "{}");
            case "PATCH" -> api.patch(path, "{}");
            default -> api.delete(path);
        };
        CONTRACT.keeps(method, path, answer);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.json().get("kind").asText()).isEqualTo("forbidden");
            assertThat(answer.json().get("message").asText()).contains("yours has " + scope, "POST /keys");
        }
        assertThat(admin.delete("/keys/" + made.get("id").asText()).status()).isEqualTo(200);
    }

    @Test
    void theLastKeyThatCanMakeAllKeysStays() {
        String first = admin.get("/keys?order=asc&limit=1").json().get(0).get("id").asText();
        Api.Answer refused = CONTRACT.keeps("DELETE", "/keys/x", admin.delete("/keys/" + first));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("message").asText()).contains("last key", "DROMEDARY_API_KEY");

        JsonNode second = create("second", "operator").json();
        Api other = new Api(node.url(), second.get("key").asText());
        assertThat(other.get("/keys").json()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(other.delete("/keys/" + second.get("id").asText()).status()).isEqualTo(200);
        assertThat(other.get("/keys").status()).isEqualTo(401);
    }

    @Test
    void keysAreListedInPages() {
        var ids = List.of("a", "b", "c").stream().map(name -> create(name, "read").json().get("id").asText()).toList();
        Api.Answer page = CONTRACT.keeps("GET", "/keys", admin.get("/keys?limit=2"));
        assertThat(page.json()).extracting(key -> key.get("id").asText()).containsExactly(ids.get(2), ids.get(1));
        assertThat(page.response().headers().firstValue("Has-More")).contains("true");
        assertThat(admin.get("/keys?after=" + ids.get(1)).json().get(0).get("id").asText()).isEqualTo(ids.get(0));
        ids.forEach(id -> admin.delete("/keys/" + id));
    }

    private static Api.Answer create(String name, String scope) {
        return CONTRACT.keeps("POST", "/keys",
                admin.post("/keys", "{\"name\": \"%s\", \"scope\": \"%s\"}".formatted(name, scope)));
    }
}
