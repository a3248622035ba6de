package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code keys}: a new key is shown once, where its owner looks, and nowhere else. */
class KeysTest {
    private static final String VALUE = "drom_0123456789";
    private static final String NEW = """
            {"id": "key_1", "object": "api_key", "name": "website", "scope": "read", "project": "press", "expires_at": null, "created_at": 1700000000000, "key": "%s"}"""
            .formatted(VALUE);

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewKeyIsShownOnce() throws Exception {
        server.on("POST /keys", 201, NEW);
        CliRun.Result people = CliRun.against(server).onTerminal()
                .run("keys", "create", "--name", "website", "--scope", "read", "--debug");
        assertThat(new ObjectMapper().readTree(server.request("POST /keys").body()))
                .isEqualTo(new ObjectMapper().readTree("{\"name\": \"website\", \"scope\": \"read\"}"));
        assertThat(people.out()).contains("only this once", "export ITTYBIT_API_KEY=" + VALUE);
        assertThat(people.err()).contains("> POST").doesNotContain(VALUE);
        assertThat(CliRun.against(server).run("keys", "create", "--name", "website", "-q").out()).isEqualTo(VALUE + "\n");
        assertThat(CliRun.against(server).run("keys", "create", "--name", "website").out()).contains("\"key\":\"" + VALUE);
    }

    @Test
    void keysAreListedAndRevoked() {
        server.on("GET /keys?limit=100", 200, "[" + NEW.replace(", \"key\": \"" + VALUE + "\"", "") + "]")
                .on("DELETE /keys/key_1", 200, NEW);
        assertThat(CliRun.against(server).onTerminal().run("keys", "list").lines().get(1)).startsWith("website  read   press    20").contains("  never  ");
        assertThat(CliRun.against(server).run("keys", "list", "-q").out()).isEqualTo("key_1\n");
        assertThat(CliRun.against(server).onTerminal().run("keys", "revoke", "key_1").out()).isEqualTo("Key key_1 is revoked.\n");
    }

    @Test
    void aKeyIsFoundByItsNameOnAllPages() {
        String key = NEW.replace(", \"key\": \"" + VALUE + "\"", "");
        String other = key.replace("key_1", "key_2").replace("website", "app");
        server.on("GET /keys?limit=100", new ScriptedServer.Answer(200, "[" + other + "]", Optional.empty(), Map.of("Has-More", "true")))
                .on("GET /keys?limit=100&after=key_2", 200, "[" + key + "]")
                .on("POST /keys/key_1/rotate", 200, NEW).on("DELETE /keys/key_1", 200, NEW);
        assertThat(CliRun.against(server).run("keys", "rotate", "website", "-q").out()).isEqualTo(VALUE + "\n");
        assertThat(CliRun.against(server).onTerminal().run("keys", "revoke", "website").out()).isEqualTo("Key key_1 is revoked.\n");
        assertThat(CliRun.against(server).onTerminal().run("keys").lines().get(1)).startsWith("app ");
        CliRun.Result none = CliRun.against(server).run("keys", "revoke", "webiste");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("There is no key 'webiste'. Did you mean website?");
    }

    @Test
    void ofTwoKeysOfOneNameNeitherIsTaken() {
        String key = NEW.replace(", \"key\": \"" + VALUE + "\"", "");
        server.on("GET /keys?limit=100", 200, "[" + key + "," + key.replace("key_1", "key_2") + "]");
        CliRun.Result result = CliRun.against(server).run("keys", "revoke", "website");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("There are 2 keys of the name 'website'", "key_1 of project press", "key_2 of");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whatAKeyMayUseIsSaidWhenItIsMade() throws Exception {
        server.on("POST /keys", 201, NEW).on("POST /keys/key_1/rotate", 200, NEW);
        long before = System.currentTimeMillis();
        CliRun.against(server).run("keys", "create", "--name", "website", "--project", "press", "--days", "2",
                "--requests-per-minute", "60", "--max-queued-jobs", "5", "--bytes-per-day", "1000", "--minutes-per-day", "9",
                "--max-priority", "5");
        var sent = (ObjectNode) new ObjectMapper().readTree(server.request("POST /keys").body());
        assertThat(sent.remove("expires_at").asLong() - before).isBetween(172_800_000L, 172_900_000L);
        assertThat(sent).isEqualTo(new ObjectMapper().readTree("""
                {"name": "website", "project": "press", "requests_per_minute": 60, "max_queued_jobs": 5,
                    "bytes_per_day": 1000, "minutes_per_day": 9, "max_priority": 5}"""));
        assertThat(CliRun.against(server).onTerminal().run("keys", "rotate", "key_1", "--grace-seconds", "60").out())
                .contains("only this once", "export ITTYBIT_API_KEY=" + VALUE);
        assertThat(server.request("POST /keys/key_1/rotate").body()).isEqualTo("{\"grace_seconds\":60}");
    }

    @Test
    void aKeyOfALesserScopeIsNotAuthorised() {
        server.on("POST /keys", 403, "{\"kind\": \"forbidden\", \"message\": \"This takes a key of scope admin.\"}");
        CliRun.Result result = CliRun.against(server).run("keys", "create", "--name", "x");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("scope admin");
    }
}
