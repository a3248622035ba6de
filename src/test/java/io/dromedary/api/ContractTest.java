package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.e2e.ContractCheck;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies and parameters the contract does not let through to any route, and in which words. */
class ContractTest {

    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    private static final ContractCheck SCHEMAS = new ContractCheck();
    private static final String INPUT = "https://media.invalid/a.mp4";
    private static final String CREATE_JOB = "createJob";
    private static final int MIB = 1 << 20;

    // ------------------------------------------------------------ what is no body

    static Stream<String> notJson() {
        return Stream.of("", " ", "{", "nonsense", "{\"input\": }", "{'input': 'x'}", job("{}") + " trailing",
                job("{}") + job("{}"), "{\"input\": \"a\", \"input\": \"b\"}", "\ufeff{", "{\"input\": NaN}",
                "[".repeat(MIB / 2), "{\"a\":".repeat(1_500), "{\"priority\": " + "9".repeat(5_000) + "}",
                with("x".repeat(100_000), "1"));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNotJsonIsRefused(String body) {
        for (String operation : List.of(CREATE_JOB, "createConnection")) {
            assertThat(refused(operation, body).namesNoField().message()).startsWith("The body is ");
        }
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] latin1 = job("{}").replace("a.mp4", "\u00e4.mp4").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Refusal.of(() -> CONTRACT.readBody(CREATE_JOB, latin1)).message()).startsWith("The body is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "null", "1", "\"text\"", "true"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        for (String operation : List.of(CREATE_JOB, "createTask", "createConnection", "createKey")) {
            assertThat(refused(operation, body).namesNoField().message()).isEqualTo("The body must be an object.");
        }
    }

    // ------------------------------------------------------------ fields

    static Stream<Arguments> wrongFields() {
        String deep = "{\"a\": ".repeat(3) + "1" + "}".repeat(3);
        return Stream.of(
                arguments("{\"input\": \"" + INPUT + "\", \"kind\": \"vidoe\"}", "kind", "video"),
                arguments(with("inptu", "\"x\""), "inptu", "did you mean 'input'?"),
                arguments(with("optoins", "{}"), "optoins", "did you mean 'options'?"),
                arguments(with("xyzzy", deep), "xyzzy", "known are"),
                arguments(with("constructor", "1"), "constructor", "known are"),
                arguments(with("x".repeat(10_000), "1"), "x".repeat(10_000), "known are"),
                arguments(job("{\"widht\": 640}"), "options.widht", "did you mean 'width'?"),
                arguments(job("{\"Width\": 640}"), "options.Width", "did you mean 'width'?"),
                arguments(with("options", "[]"), "options", "an object"),
                arguments(with("options", "null"), "options", "an object"),
                arguments(with("metadata", "\"x\""), "metadata", "an object"),
                arguments(with("metadata", "[]"), "metadata", "an object"),
                arguments(with("priority", "-1"), "priority", "from 0 to 9"),
                arguments(with("priority", "10"), "priority", "from 0 to 9"),
                arguments(with("priority", "1.5"), "priority", "from 0 to 9"),
                arguments(with("priority", "\"4\""), "priority", "from 0 to 9"),
                arguments(with("priority", "1e400"), "priority", "from 0 to 9"),
                arguments(with("priority", "1e999999999"), "priority", "from 0 to 9"),
                arguments(with("priority", "9".repeat(400)), "priority", "from 0 to 9"),
                arguments(with("output", "\"https://example.com/x\""), "output", "s3://"),
                arguments(with("output", "\"s3://bucket\""), "output", "s3://"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void aWrongFieldIsNamedWithWhatWouldBeRight(String body, String field, String hint) {
        refused(CREATE_JOB, body).names(field).says(hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "createTask | {'kind': 'probe'}                                                | input",
        "createTask | {'input': 'https://a.example/x.mp4'}                             | kind",
        "createTask | {'kind': 'prob', 'input': 'https://a.example/x.mp4'}             | kind",
        "createTask | {'kind': 'probe', 'input': {}}                                   | input.url",
        "createTask | {'kind': 'probe', 'input': 7}                                    | input",
        "createTask | {'kind': 'probe', 'input': 'ftp://a.example/x.mp4'}              | input",
        "createTask | {'kind': 'probe', 'input': {'url': 'x.mp4'}}                     | input.url",
        "createTask | {'kind': 'probe', 'input': 'https://a.example/x.mp4', 'options': {'width': 64}} | options.width",
        "createTask | {'kind': 'video', 'input': 'https://a.example/x.mp4', 'options': {'width': 1}}  | options.width",
        "createTask | {'kind': 'video', 'input': 'https://a.example/x.mp4', 'output': 'https://b.example/x.mp4'} | output",
        "createTask | {'kind': 'export', 'input': 'https://a.example/x.mp4'}           | options",
        "createTask | {'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {}} | options.url",
        "createTask | {'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {'url': 'https://b.example/'}}"
                + " | options.url",
        "createKey | {}                                 | name", "createKey | {'name': ''}                 | name",
        "createKey | {'name': 7}                        | name", "createKey | {'name': 'a', 'scope': 'root'} | scope",
        "createKey | {'name': 'a', 'key': 'mine'}       | key",
        "createConnection | {'kind': 's3', 'name': 'a'} | endpoint",
        "createConnection | {'kind': 's3', 'name': 'a/b', 'endpoint': 'https://s', 'region': 'auto', 'access_key_id': 'a',"
                + " 'secret_access_key': 'b'} | name"})
    void soItIsInTheBodiesOfOtherOperations(String operation, String body, String field) {
        refused(operation, body.replace('\'', '"')).names(field);
    }

    /** As it is a character that only one of the databases could store. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "createJob | {'input': 'https://media.invalid/a\\u0000.mp4', 'kind': 'video'} | input",
        "createJob | {'input': 'https://media.invalid/a.mp4', 'kind': 'video', 'metadata': {'a': {'b': ['\\u0000']}}}"
                + " | metadata.a.b.0",
        "createJob | {'input': 'https://media.invalid/a.mp4', 'kind': 'video', 'metadata': {'a\\u0000': 1}}"
                + " | metadata.a\\u0000",
        "createConnection | {'kind': 's3', 'name': 'a\\u0000', 'endpoint': 'https://store.invalid',"
                + " 'access_key_id': 'a', 'secret_access_key': 'b'} | name",
        "createKey | {'name': 'a\\u0000', 'scope': 'read'} | name"})
    void theCharacterNulIsRefusedByNameWhereverTextIsTaken(String operation, String body, String field) {
        refused(operation, body.replace('\'', '"')).names(field).says("NUL");
    }

    // ------------------------------------------------------------ parameters

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limit=0|limit", "limit=101|limit", "limit=-1|limit", "limit=x|limit", "limit=|limit", "limit=1.5|limit",
        "limit=99999999999999999999|limit", "limit=1&limit=2|limit", "order=up|order", "order=|order", "kind=audi|kind",
        "status=done|status", "page=2|page", "stauts=queued|stauts", "Limit=5|Limit", "after=%00|after", "kind=a%00|kind"})
    void aWrongParameterIsNamed(String query, String field) {
        Refusal.of(() -> CONTRACT.readQuery("listJobs", query)).names(field);
    }

    @Test
    void aQueryThatIsNotEncodedIsRefused() {
        assertThat(Refusal.of(() -> CONTRACT.readQuery("listJobs", "after=%zz")).message()).contains("two hex digits");
    }

    // ------------------------------------------------------------ options

    static Stream<Arguments> justOutside() {
        var rows = new ArrayList<Arguments>();
        for (String kind : List.of("Video", "Audio", "Image", "Animation", "AdaptiveVideo")) {
            String name = kind.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            String options = "/components/schemas/" + kind + "Options/properties";
            for (String option : SCHEMAS.fields(options)) {
                JsonNode schema = SCHEMAS.schema(options + "/" + option);
                wrong(schema).forEach(value -> rows.add(arguments(name, option, "{\"" + option + "\": " + value + "}")));
                schema.path("properties").fieldNames().forEachRemaining(part ->
                        wrong(SCHEMAS.resolved(schema.get("properties").get(part))).forEach(value ->
                                rows.add(arguments(name, option + "." + part, "{\"" + option + "\": "
                                        + whole(schema, part, value) + "}"))));
            }
        }
        return rows.stream();
    }

    /** An object with this part, and those that it cannot be without. */
    private static String whole(JsonNode schema, String part, String value) {
        String rest = StreamSupport.stream(schema.path("required").spliterator(), false).map(JsonNode::asText)
                .filter(name -> !name.equals(part)).map(name -> ", \"" + name + "\": \""
                        + SCHEMAS.resolved(schema.get("properties").get(name)).path("enum").path(0).asText(INPUT) + "\"")
                .collect(Collectors.joining());
        return "{\"" + part + "\": " + value + rest + "}";
    }

    private static Stream<String> wrong(JsonNode schema) {
        boolean object = schema.path("type").asText().equals("object");
        return Stream.concat(Stream.of("null", "[]"), object ? Stream.of("7", "\"x\"", "true")
                : Stream.concat(outside(schema), Stream.of("{}")));
    }

    private static Stream<String> outside(JsonNode schema) {
        if (schema.has("oneOf")) {
            var branches = new ArrayList<String>();
            schema.get("oneOf").forEach(branch -> outside(branch).forEach(branches::add));
            return branches.stream();
        }
        if (schema.has("enum")) {
            return Stream.of("\"no-such-word\"", "\"\"", "1");
        }
        return switch (schema.get("type").asText()) {
            case "boolean" -> Stream.of("\"true\"", "1", "0");
            case "integer" -> Stream.of(beyond(schema, "minimum", "-1"), beyond(schema, "maximum", "1"), "20.5", "\"20\"");
            case "number" -> Stream.of(beyond(schema, "minimum", "-0.001"), beyond(schema, "maximum", "0.001"), "\"20\"");
            default -> Stream.of("\"\"", "\"" + "0".repeat(4_097) + "\"", "7");
        };
    }

    private static String beyond(JsonNode schema, String side, String step) {
        return schema.get(side).decimalValue().add(new BigDecimal(step)).toPlainString();
    }

    @ParameterizedTest
    @MethodSource("justOutside")
    void anOptionJustOutsideItsRangeIsRefusedByName(String kind, String option, String options) {
        refused(CREATE_JOB, "{\"input\": \"" + INPUT + "\", \"kind\": \"" + kind + "\", \"options\": " + options + "}")
                .names("options." + option);
    }

    // ------------------------------------------------------------ how it is asked

    private static String job(String options) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"options\": " + options + "}";
    }

    private static String with(String field, String value) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"" + field + "\": " + value + "}";
    }

    private static Refusal refused(String operation, String body) {
        return Refusal.of(() -> CONTRACT.readBody(operation, body.getBytes(StandardCharsets.UTF_8)));
    }
}
