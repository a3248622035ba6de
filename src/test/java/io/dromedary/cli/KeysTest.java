package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code keys}: a new key is shown once, where its owner looks, and nowhere else. */
class KeysTest {
    private static final String VALUE = "drom_0123456789";
    private static final String NEW = """
            {"id": "key_1", "object": "api_key", "name": "website", "scope": "read", "created_at": 1700000000000, "key": "%s"}"""
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
        assertThat(CliRun.against(server).onTerminal().run("keys", "list").lines().get(1)).startsWith("website  read   20");
        assertThat(CliRun.against(server).run("keys", "list", "-q").out()).isEqualTo("key_1\n");
        assertThat(CliRun.against(server).onTerminal().run("keys", "revoke", "key_1").out()).isEqualTo("Key key_1 is revoked.\n");
    }

    @Test
    void aKeyOfALesserScopeIsNotAuthorised() {
        server.on("POST /keys", 403, "{\"kind\": \"forbidden\", \"message\": \"This takes a key of scope admin.\"}");
        CliRun.Result result = CliRun.against(server).run("keys", "create", "--name", "x");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("scope admin");
    }
}
