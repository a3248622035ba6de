package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.database.Ids;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of SECURITY.md: every operation of the contract, with every scope, on what is of its project and of another. */
@Tag("slow")
@Tag("engines")
class ScopesTest {

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final List<String> SCOPES = List.of("read", "write", "admin", "operator");
    private static final String VIDEO = "{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\"}";

    private static final List<String> READING = List.of("GET", "HEAD");
    private static final List<String> PAGED = List.of("/jobs", "/tasks", "/files", "/connections", "/keys");

    /** What is sent to each operation that takes a body and refuses an empty one. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /connections", "{\"kind\": \"s3\", \"name\": \"NAME\", \"endpoint\": \"http://127.0.0.1:9\", \"region\": \"auto\","
                    + " \"access_key_id\": \"id\", \"secret_access_key\": \"secret\"}",
            "PATCH /connections/{connection}", "{\"region\": \"eu\"}",
            "POST /connections/{connection}/check", "{\"bucket\": \"media\"}",
            "POST /jobs", VIDEO,
            "PATCH /jobs/{job}", "{\"priority\": 1}",
            "POST /keys", "{\"name\": \"NAME\", \"project\": \"PROJECT\"}",
            "POST /files", "{\"url\": \"https://example.com/a.mp4\"}",
            "POST /uploads", "{\"filename\": \"a.mp4\", \"size\": 5, \"connection_id\": \"nobody\", \"output\": \"s3://media/\"}",
            "POST /signatures", "{\"folder\": \"JOB\", \"filename\": \"a.mp4\"}",
            "POST /tasks", "{\"kind\": \"probe\", \"input\": \"https://example.com/a.mp4\"}");

    @TempDir
    static Path folder;
    private static HereNode node;
    private static String nodeId;
    private static Project own;
    private static Project other;

    /** An operation, and what the table says of it: by scope in its own project, and of another project. */
    record Row(String operation, Map<String, String> allowed, String foreign) {

        /** What becomes of what is of another project, for who may do it in his own. */
        String foreign(String scope) {
            List<String> said = List.of(foreign.split(", operator: "));
            return scope.equals("operator") && said.size() > 1 ? said.get(1) : said.get(0);
        }

        String method() {
            return operation.split(" ")[0];
        }

        String path() {
            return operation.split(" ")[1];
        }

        @Override
        public String toString() {
            return operation;
        }
    }

    /** A project with a key of each scope. */
    private record Project(String name, Map<String, Api> keys) {

        private static Project of(String name) {
            var keys = new HashMap<String, Api>();
            for (String scope : SCOPES) {
                keys.put(scope, new Api(node.url(), made(node.api(), "/keys", "{\"name\": \"%s\", \"scope\": \"%s\", \"project\": \"%s\"}"
                        .formatted(scope, scope, name)).get("key").asText()));
            }
            return new Project(name, keys);
        }

        /** Something of each kind, which nobody has touched; a job that has ended, as its stream ends then. */
        Map<String, String> things() {
            Api writer = keys.get("write");
            String job = made(writer, "/jobs", VIDEO).get("id").asText();
            writer.post("/jobs/" + job + "/cancel", "");
            return Map.of("job", job, "watch", "no-watch-of-anybody", "file", made(writer, "/files", BODIES.get("POST /files")).get("id").asText(), "task", writer.job(job).at("/tasks/0/id").asText(),
                    "connection", made(writer, "/connections", BODIES.get("POST /connections").replace("NAME", job)).get("id").asText(),
                    "key", made(keys.get("admin"), "/keys", "{\"name\": \"thing\"}").get("id").asText(), "upload", upload());
        }

        /** As if this node took uploads, which it does not alone. */
        private String upload() {
            String id = Ids.next("upload");
            node.tables().useHandle(handle -> handle.execute("""
                    insert into client_uploads (id, project, key_id, status, filename, bytes, node, own_object, part_bytes,
                        created_at, expires_at) values (?, ?, 'key', 'receiving', 'a.mp4', 9, ?, 0, 0, 1, ?)""", id, name,
                    nodeId, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli()));
            return id;
        }

        private static JsonNode made(Api api, String path, String body) {
            Api.Answer answer = api.post(path, body);
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
            return answer.json();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        node = new HereNode(folder).with("DROMEDARY_ROLES", "api").with("DROMEDARY_CDN_SIGNED", "true").start();
        nodeId = Files.readString(node.data().resolve("node.id")).strip();
        own = Project.of("own");
        other = Project.of("other");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Stream<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        for (String line : Files.readAllLines(Path.of("SECURITY.md"))) {
            if (line.matches("\\| `(GET|HEAD|POST|PUT|PATCH|DELETE) /.*")) {
                String[] cells = line.replace("`", "").substring(1).split("\\|");
                var allowed = new HashMap<String, String>();
                allowed.put("", cells[1].strip());
                SCOPES.forEach(scope -> allowed.put(scope, cells[2 + SCOPES.indexOf(scope)].strip()));
                rows.add(new Row(cells[0].strip(), allowed, cells[6].strip()));
            }
        }
        return rows.stream();
    }

    @Test
    void everyOperationHasItsRow() throws IOException {
        assertThat(rows().map(Row::operation).toList()).containsExactlyInAnyOrderElementsOf(
                CONTRACT.operations().map(operation -> String.join(" ", operation)).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyDoesWhatItsScopeSaysInItsProject(Row row) {
        Map<String, String> things = own.things();
        for (String scope : SCOPES) {
            String said = row.allowed().get(scope);
            assertAnswer(row, scope, said, send(row, own.keys().get(scope), own, things));
            things = said.equals("yes") && !READING.contains(row.method()) ? own.things() : things;
        }
        assertAnswer(row, "no key", row.allowed().get(""), send(row, new Api(node.url(), ""), own, things));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsOfAnotherProjectIsOutOfReach(Row row) {
        Map<String, String> things = other.things();
        for (String scope : SCOPES) {
            Api.Answer answer = send(row, own.keys().get(scope), other, things);
            String foreign = row.foreign(scope);
            if (!row.allowed().get(scope).equals("yes")) {
                assertAnswer(row, scope, row.allowed().get(scope), answer);
            } else if (foreign.equals("404") || foreign.equals("403")) {
                assertAnswer(row, scope, foreign, answer);
            } else {
                assertAnswer(row, scope, "yes", answer);
                if (row.method().equals("GET") && !answer.response().body().isEmpty()) {
                    assertThat(things.values().stream().anyMatch(answer.response().body()::contains))
                            .as("%s lists what is of another project, with %s", row, scope).isEqualTo(foreign.equals("yes"));
                }
            }
            things = foreign.equals("yes") ? other.things() : things;
        }
        Api witness = other.keys().get("admin");
        assertThat(witness.job(things.get("job")).at("/status").asText()).isEqualTo("cancelled");
        assertThat(witness.get("/connections/" + things.get("connection")).json().at("/region").asText()).isEqualTo("auto");
        assertThat(witness.get("/keys?limit=100").response().body()).contains(things.get("key"));
    }

    private static Api.Answer send(Row row, Api api, Project project, Map<String, String> things) {
        String path = row.path();
        for (var thing : things.entrySet()) {
            path = path.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        String body = BODIES.getOrDefault(row.operation(), "{}").replace("NAME", "n" + System.nanoTime())
                .replace("PROJECT", project.name()).replace("JOB", things.get("job"));
        boolean isTus = row.path().equals("/uploads/{upload}") && row.method().matches("HEAD|PATCH");
        HttpRequest.Builder request = api.request(path);
        if (isTus) {
            return api.send(request.header("Tus-Resumable", "1.0.0").header("Upload-Offset", "0")
                    .header("Content-Type", "application/offset+octet-stream").method(row.method(), row.method().equals("HEAD")
                            ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
        }
        return api.send(api.request(PAGED.contains(row.path()) && row.method().equals("GET") ? path + "?limit=100" : path).header("Content-Type", "application/json")
                .method(row.method(), row.method().equals("GET") ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertAnswer(Row row, String scope, String said, Api.Answer answer) {
        if (row.method().equals("HEAD")) {
            assertThat(answer.status()).as("%s with %s", row, scope).isEqualTo(said.equals("yes") ? 200 : Integer.parseInt(said));
            return;
        }
        String as = "%s with %s: %s %s".formatted(row, scope, answer.status(), answer.response().body());
        switch (said) {
            // A job without a webhook has none to send again.
            case "yes" -> assertThat(answer.status()).as(as).isIn(200, 201, 204, 400, 409);
            case "401" -> assertThat(answer.status()).as(as).isEqualTo(401);
            case "403" -> assertThat(answer.json().at("/kind").asText()).as(as).isEqualTo("forbidden");
            case "404" -> assertThat(answer.json().at("/kind").asText()).as(as).endsWith("not_found");
            default -> throw new IllegalArgumentException("The table says '" + said + "'");
        }
    }
}
