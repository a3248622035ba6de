package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.api.Contract;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.media.ShippedMedia;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.HostNames;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.work.Plans;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of config/watches.properties, held against the templates and the contract of this repository. */
class WatchEntriesTest {

    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "secret-token", "EMPTY", " ");

    private final Map<String, String> entry = new HashMap<>(Map.of(
            "template-id", "watch-bucket", "bucket", "media", "kind", "video"));
    private final Map<String, String> queue = new HashMap<>(Map.of("template-id", "watch-queue", "bucket", "media",
            "kind", "video", "account", "a1", "queue", "q1", "token", "{{env:TOKEN}}"));

    @Test
    void anEntryGetsTheDefaultsOfItsTemplate() {
        Watch watch = read(Map.of("uploads", entry)).get("uploads");
        assertThat(watch.prefix()).isEmpty();
        assertThat(watch.suffixes()).isEmpty();
        assertThat(watch.connection()).isEmpty();
        assertThat(watch.afterSuccess()).isEqualTo(AfterSuccess.KEEP);
        assertThat(watch.queue()).isEmpty();
        assertThat(watch.orderFor("a b/ü.mp4").toString())
                .isEqualTo("{\"kind\":\"video\",\"input\":\"s3://media/a b/ü.mp4\"}");
    }

    @Test
    void allThatAJobCanHaveIsInTheRequest() {
        entry.putAll(Map.of("connection", "r2", "output-connection", "other", "output", "s3://out/dir/",
                "priority", "9", "options", "{\"width\": 64, \"watermark\": {\"url\": \"s3://b/logo.png\"}}"));
        assertThat(read(Map.of("uploads", entry)).get("uploads").orderFor("k").toString()).isEqualTo(
                "{\"kind\":\"video\",\"output\":\"s3://out/dir/\",\"options\":{\"width\":64,\"watermark\":"
                        + "{\"url\":\"s3://b/logo.png\"}},\"priority\":9,\"connection_id\":\"r2\","
                        + "\"output_connection_id\":\"other\",\"input\":\"s3://media/k\"}");
    }

    @Test
    void aMoveKeepsWhatFollowsThePrefix() {
        entry.putAll(Map.of("prefix", "in/", "source", "move", "move-to", "done/"));
        assertThat(read(Map.of("w", entry)).get("w").destination("in/sub/a.mp4"))
                .contains(new ObjectUrl("media", "done/sub/a.mp4"));
        entry.put("move-to", "s3://archive/2026/");
        assertThat(read(Map.of("w", entry)).get("w").destination("in/sub/a.mp4"))
                .contains(new ObjectUrl("archive", "2026/sub/a.mp4"));
    }

    @Test
    void aQueueHasItsTokenFromTheEnvironmentAndShowsItNowhere() {
        Watch watch = read(Map.of("events", queue)).get("events");
        assertThat(watch.queue().orElseThrow().messages("pull"))
                .hasToString("https://api.cloudflare.com/client/v4/accounts/a1/queues/q1/messages/pull");
        assertThat(watch.queue().orElseThrow().token().header()).isEqualTo("Bearer secret-token");
        assertThat(watch.toString()).doesNotContain("secret-token");
    }

    @Test
    void placeholdersAreResolved() {
        entry.put("bucket", "{{my.bucket}}");
        assertThat(read(Map.of("w", entry)).get("w").bucket()).isEqualTo("resolved-my.bucket");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "template-id|watch-buckets|it must be one of watch-bucket, watch-queue",
        "sufixes|.mp4|is no parameter of watch-bucket: known are bucket, project, connection",
        "watch|other|is no parameter",
        "queue|q|is no parameter",
        "bucket|`  `|is missing",
        "bucket|a/b|the name of a bucket",
        "interval|0|a whole number from 1 to",
        "interval|often|a whole number from 1 to",
        "enabled|yes|one of true, false",
        "kind|vidoe|one of video, audio",
        "options|{\"width\": 5|is no JSON",
        "options|[1]|must be an object",
        "outputs|{\"kind\": \"video\"}|must be a list of JSON",
        "outputs|[{\"kind\": \"video\"|is no JSON",
        "inputs|[{\"url\": \"s3://media/begin.mp4\"}, {\"url\": \"{object}\"}]|results are named after the first",
        "inputs|[{\"url\": \"{object}\"}, {\"url\": \"https://10.0.0.7/end.mp4\"}]|private address",
        "inputs|[{\"url\": \"{object}\", \"start\": 5, \"end\": 2}]|must be after 'start'",
        "options|{\"widht\": 50}|did you mean 'width'",
        "options|{\"width\": 1}|16",
        "options|{\"codec\": \"vp9\", \"format\": \"mp4\"}|vp9",
        "output|/tmp/x|s3://",
        "output|s3://out/{filename}.gif|.gif is made by kind 'animation'",
        "output|s3://out/{date}/{filename}.mkv|No kind makes .mkv",
        "webhook-url|http://127.0.0.1/x|https://",
        "priority|10|a whole number from 0 to 9",
        "priority|high|a whole number",
        "source|copy|one of keep, move, delete",
        "move-to|done/|is only for source=move"})
    void aMistakeEndsTheStartNamingEntryAndParameter(String parameter, String value, String right) {
        entry.put(parameter, value);
        assertThatThrownBy(() -> read(Map.of("uploads", entry))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The watch 'uploads' (config/watches.properties): '" + parameter + "' ")
                .hasMessageContaining(right).hasNoCause();
    }

    @Test
    void severalOutputsAndWhatIsJoinedAreInTheRequest() {
        entry.remove("kind");
        entry.putAll(Map.of("outputs", "[{\"kind\": \"video\", \"output\": \"s3://media/o/{filename}.mp4\"}, {\"kind\": \"audio\"}]",
                "inputs", "[{\"url\": \"{object}\", \"end\": 5}, {\"url\": \"s3://media/end.mp4\"}]"));
        Watch watch = read(Map.of("w", entry)).get("w");
        assertThat(watch.orderFor("k.mov").toString()).isEqualTo("{\"outputs\":[{\"kind\":\"video\",\"output\":"
                + "\"s3://media/o/{filename}.mp4\"},{\"kind\":\"audio\"}],\"inputs\":[{\"url\":\"s3://media/k.mov\",\"end\":5},"
                + "{\"url\":\"s3://media/end.mp4\"}]}");
        assertThat(watch.orderFor("l.mov").at("/inputs/0/url").asText()).isEqualTo("s3://media/l.mov");
    }

    @Test
    void aMistakeInOneOfSeveralOutputsNamesIt() {
        entry.put("outputs", "[{\"kind\": \"video\"}]");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("'kind' is that of a single output");
        entry.remove("kind");
        entry.put("outputs", "[{\"kind\": \"video\"}, {\"kind\": \"audio\", \"options\": {\"width\": 3}}]");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("'outputs' is not right").hasMessageContaining("outputs[1]");
        entry.put("outputs", "[{\"kind\": \"image\"}]");
        entry.put("inputs", "[{\"url\": \"{object}\"}, {\"url\": \"s3://media/end.mp4\"}]");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("joined by the kinds video and audio");
    }

    /** Otherwise an object could stop its watch by its name. */
    @Test
    void anObjectWhoseNameDoesNotGoWithOneOfSeveralOutputsIsPassedOver() {
        entry.remove("kind");
        entry.put("outputs", "[{\"kind\": \"audio\"}, {\"kind\": \"video\", \"output\": \"s3://media/{filename}/x.mp4\"}]");
        Watch watch = read(Map.of("w", entry)).get("w");
        assertThatThrownBy(() -> check(watch.orderFor("a/..\u0007/...mp4"))).isInstanceOfSatisfying(Problem.class,
                refused -> assertThat(Intake.isOfItsName(refused)).as("%s %s", refused.field(), refused.getMessage()).isTrue());
    }

    @Test
    void aMoveNeedsAnotherPlace() {
        entry.putAll(Map.of("prefix", "in/", "source", "move"));
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("'move-to' is missing");
        entry.put("move-to", "in/");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("where the objects are already");
        entry.put("move-to", "s3://archive");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("needs a prefix");
    }

    @Test
    void aNameThatContradictsTheFormatIsRefusedAndOneWithoutAnExtensionIsNot() {
        entry.putAll(Map.of("options", "{\"format\": \"mp4\"}", "output", "s3://out/{filename}.webm"));
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("'output' is not right").hasMessageContaining(
                "ends in .webm, and 'options.format' is mp4");
        for (String right : new String[] {"s3://out/{filename}.mp4", "s3://out/{filename}", "s3://out/dir/", "s3://out/{filename}.{ext}"}) {
            entry.put("output", right);
            assertThat(read(Map.of("w", entry)).get("w").order().get("output").asText()).isEqualTo(right);
        }
    }

    @Test
    void aJobNeedsAKind() {
        entry.remove("kind");
        assertThatThrownBy(() -> read(Map.of("w", entry))).hasMessageContaining("'kind' is not right");
    }

    @ParameterizedTest
    @CsvSource({"account, a/b", "queue, ../q", "token, secret-token", "token, {{env:EMPTY}}", "token, {{env:NONE}}",
        "api, http://example.com", "api, nonsense", "batch, 101", "lease, 0"})
    void aMistakeInAQueueIsNamedToo(String parameter, String value) {
        queue.put(parameter, value);
        assertThatThrownBy(() -> read(Map.of("events", queue))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The watch 'events' (config/watches.properties): '" + parameter + "' ");
    }

    @Test
    void aQueueIsForOneWatch() {
        assertThatThrownBy(() -> read(Map.of("one", queue, "two", queue)))
                .hasMessageContaining("is the queue of another watch too");
    }

    @Test
    void theShippedExamplesAreCommentsOnlyAndRightOnceTheyAreUncommented() throws IOException {
        String text = Files.readString(Path.of("config/watches.properties"));
        assertThat(properties(text)).isEmpty();
        Properties uncommented = properties(text.replace("\n#camel.", "\ncamel.")
                .replace("<account-id>", "a1").replace("<queue-id>", "q1").replace("CLOUDFLARE_API_TOKEN", "TOKEN"));
        var values = new HashMap<String, String>();
        uncommented.stringPropertyNames().forEach(name -> values.put(name, uncommented.getProperty(name)));
        assertThat(readAll(values).names()).containsExactlyInAnyOrder("uploads", "events");
    }

    private static Properties properties(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static Watches read(Map<String, Map<String, String>> entries) {
        var properties = new HashMap<String, String>();
        entries.forEach((name, values) -> values.forEach((parameter, value) ->
                properties.put("camel.route-template[" + name + "]." + parameter, value)));
        return readAll(properties);
    }

    static Watches readAll(Map<String, String> properties) {
        return Watches.read(properties, Path.of("routes"), new Watches.Checks(WatchEntriesTest::check,
                new AllowedHosts("", Set.of(443), HostNames.SYSTEM), ENVIRONMENT::get, value -> value.replace("{{", "resolved-").replace("}}", "")), null);
    }

    static void check(JsonNode body) {
        CONTRACT.checkBody("createJob", body);
        // Connections have no part in a check.
        new JobOrders(null, new AllowedHosts("", Set.of(443), HostNames.SYSTEM), url -> false, new Plans(ShippedMedia::media)::checkOptions,
                new PresetOrders(name -> Optional.empty(), Set::of, CONTRACT), null).check(body);
    }
}
