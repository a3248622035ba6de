package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.access.Caller;
import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.Scope;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.SecretBox;
import io.dromedary.database.Database;
import io.dromedary.database.Engine;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.media.Media;
import io.dromedary.media.ShippedMedia;
import io.dromedary.net.AllowedHosts;
import io.dromedary.work.Plans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which orders of jobs and tasks are refused that keep the contract, and in which words. */
class JobOrdersTest {

    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    private static final String INPUT = "https://media.invalid/a.mp4";
    private static final Owner OWNER = new Owner(Caller.DEFAULT_PROJECT, Optional.empty());
    private static final Caller CALLER = new Caller("key_1", OWNER.project(), Scope.WRITE, Limits.NONE);

    @TempDir
    static Path folder;
    private static Database database;
    private static JobOrders orders;

    @BeforeAll
    static void start() throws IOException {
        database = Engine.openNewFile(folder.resolve("orders.db"));
        var random = new SecureRandom();
        var keys = SecretBox.keys(List.of(SecretBox.freshKey(random)), "the test");
        var connections = new ConnectionStore(database, new SecretBox(() -> keys, random), Clock.systemUTC());
        for (String name : List.of("one", "two")) {
            connections.create(Caller.DEFAULT_PROJECT, new ConnectionStore.Draft(Optional.of(name),
                    Optional.of("https://store.invalid"), Optional.of("auto"), Optional.of("id"), Optional.of("secret"),
                    Optional.empty()));
        }
        Media media = ShippedMedia.media();
        var presets = new PresetOrders(name -> Optional.ofNullable(media.presets().get(name))
                .map(preset -> new PresetOrders.Preset(preset.kind().wireName(), preset.options())),
                () -> media.presets().keySet(), CONTRACT);
        orders = new JobOrders(connections, new AllowedHosts("", Set.of(80, 443), JobOrdersTest::find),
                url -> false, new Plans(ShippedMedia::media)::checkOptions, presets, null);
    }

    /** Without asking anybody: names under .invalid and .example are nobody's (RFC 2606). */
    private static InetAddress[] find(String host) throws UnknownHostException {
        if (host.matches(".*\\.(invalid|example)")) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(host);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    // ------------------------------------------------------------ fields

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                arguments("{}", "input", "'input' is missing"),
                arguments("{\"kind\": \"video\"}", "input", "'input' is missing"),
                arguments(joining("video", "{'url': '%s'}", ", 'input': 'https://media.invalid/b.mp4'"), "inputs",
                        "'input' and 'inputs' are both there"),
                arguments(joining("image", "{'url': '%s'}", ""), "inputs", "by the kinds video and audio, not by 'image'"),
                arguments(joining("audio", "{'url': '%s'}", ", 'options': {'start': 1}"), "options.start", "is about one input"),
                arguments(joining("video", "{'url': '%s'}", ", 'options': {'duration': 1}"), "options.duration", "is about one input"),
                arguments(joining("video", "{'url': '%s', 'start': 2, 'end': 2}", ""), "inputs[0].end", "must be after 'start'"),
                arguments(joining("video", "{'url': '%s'}, {'url': 'http://10.0.0.7/x.mp4'}", ""), "inputs[1].url", "private address"),
                arguments(joining("video", "{'url': '%s'}, {'url': 's3://bucket/b.mp4'}", ""), "inputs[1].connection_id",
                        "needs a connection"),
                arguments(joining("video", "{'url': 's3://b/a.mp4', 'connection_id': 'nobody'}", ""), "inputs[0].connection_id",
                        "There is no connection 'nobody'"),
                arguments("{\"input\": \"" + INPUT + "\"}", "kind", "is missing"),
                arguments(with("metadata", "{\"a\": \"" + "x".repeat(16_384) + "\"}"), "metadata", "16384"),
                arguments(with("connection_id", "\"nobody\""), "connection_id", "no connection 'nobody'"),
                arguments(with("output_connection_id", "\"nobody\""), "output_connection_id", "no connection"),
                arguments(job("{\"connection_id\": \"nobody\"}"), "options.connection_id", "no connection"),
                arguments(with("connection_id", "\"one\", \"options\": {\"connection_id\": \"two\"}"),
                        "options.connection_id", "different connections"),
                arguments(with("output", "\"s3://bucket/key\""), "options.connection_id", "needs a connection"),
                arguments("{\"input\": \"s3://bucket/key\", \"kind\": \"video\"}", "options.connection_id", "needs a connection"),
                arguments(job("{\"format\": \"webm\", \"codec\": \"h264\"}"), "options.codec", "does not go into webm"),
                arguments(job("{\"format\": \"mov\", \"codec\": \"vp9\"}"), "options.codec", "webm"),
                arguments(job("{\"format\": \"mp4\", \"codec\": \"vp9\"}"), "options.codec", "webm"),
                arguments(job("{\"format\": \"mov\", \"codec\": \"av1\"}"), "options.codec", "mp4"),
                arguments(job("{\"start\": 5, \"end\": 5}"), "options.end", "start"),
                arguments(job("{\"start\": 5, \"end\": 4.9}"), "options.end", "start"),
                arguments(job("{\"end\": 0}"), "options.end", ""),
                arguments(job("{\"audio\": true, \"no_audio\": true}"), "options.no_audio", "opposite"),
                arguments(job("{\"audio\": false, \"no_audio\": false}"), "options.no_audio", "opposite"));
    }

    /** A job that joins inputs, with apostrophes for quotes. */
    private static String joining(String kind, String clips, String more) {
        return "{'kind': '%s', 'inputs': [%s]%s}".formatted(kind, clips.replace("%s", INPUT), more).replace('\'', '"');
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void aWrongFieldIsNamedWithWhatWouldBeRight(String body, String field, String hint) {
        refused(body).names(field).says(hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'preset': 'social-sqare'                    | preset        | did you mean 'social-square'?",
        "'preset': 'zzzzzzzzz'                       | preset        | known are preview, social-square",
        "'preset': 'preview', 'kind': 'audio'        | preset        | is for kind 'video'",
        "'preset': 'preview', 'options': {'fps': 99} | options.fps   | a number from 1 to 60",
        "'preset': 'preview', 'options': {'end': 1, 'start': 2} | options.end | must be after",
        "'options': {}                               | kind          | or name a preset"
    })
    void whatDoesNotGoWithAPresetIsRefused(String fields, String field, String message) {
        refused(("{'input': '" + INPUT + "', " + fields + "}").replace('\'', '"')).names(field).says(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'kind': 'video', 'input': 'https://a.example/x.mp4', 'options': {'output_connection_id': 'one'}}"
                + " | options.output_connection_id",
        "{'kind': 'import', 'input': 's3://media/in.mp4'}                                       | options.connection_id",
        "{'kind': 'import', 'input': 's3://media/in.mp4', 'options': {'connection_id': 'none'}} | options.connection_id",
        "{'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {'url': 's3://b/x'}} | options.connection_id",
        "{'kind': 'import', 'input': 'http://localhost:1/cdn/x.mp4'}                            | input"})
    void aWrongFieldOfATaskIsNamed(String body, String field) {
        Refusal.of(() -> new TaskOrders(orders).read(CALLER, read("createTask", body.replace('\'', '"')))).names(field);
    }

    // ------------------------------------------------------------ names of outputs

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video     | x.webm        | {}                                   | webm", "video | a.b/X.MOV | {} | mov",
        "video     | x.webm        | {'codec': 'vp9'}                     | webm", "video | x.m4v | {'format': 'mp4'} | mp4",
        "audio     | x.flac        | {'quality': 'high'}                  | flac", "audio | x.oga | {} | ogg",
        "audio     | x.m4a         | {}                                   | m4a",
        "audio     | x.m4a         | {'format': 'aac'}                    | m4a",
        "image     | x.jpg         | {}                                   | jpeg", "image | x.png | {'format': 'png'} | png",
        "animation | x.webp        | {'end': 2}                           | webp",
        "video     | {date}/{filename}-{day}.webm | {}                    | webm",
        "video     | x-{filename}.mov | {}                                | mov",
        "image     | {filename}.{ext} | {'format': 'avif'}                | avif"})
    void theNameOfTheOutputChoosesTheFormat(String kind, String name, String options, String format) {
        JobOrder order = orders.read(OWNER, read("createJob", output(kind, "s3://b/" + name, options)));
        assertThat(order.options().get("format").asText()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"video, x", "video, x.bin", "video, dir/", "video, dir.webm/", "video, {filename}", "video, {filename}.{ext}",
        "video, x.mp4", "video, x.m4v", "audio, x.mp3", "animation, x.gif", "image, x", "image, {filename}",
        "video, x.{kind}"})
    void theOptionsStayAsTheyAreWhereTheNameChoosesNothingElse(String kind, String name) {
        assertThat(orders.read(OWNER, read("createJob", output(kind, "s3://b/" + name, "{}"))).options())
                .hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video     | x.webm | {'format': 'mp4'}   | 'output' ends in .webm, and 'options.format' is mp4.",
        "video     | x.mp4  | {'format': 'webm'}  | 'output' ends in .mp4, and 'options.format' is webm.",
        "audio     | x.mp3  | {'format': 'flac'}  | 'output' ends in .mp3, and 'options.format' is flac.",
        "image     | x.jpg  | {'format': 'png'}   | 'output' ends in .jpg, and 'options.format' is png.",
        "animation | x.gif  | {'format': 'webp'}  | 'output' ends in .gif, and 'options.format' is webp.",
        "video     | x.webm | {'codec': 'h264'}   | chooses the format webm. h264 does not go into webm. Use codec vp9 or av1",
        "audio     | x.wav  | {'bitrate': 128000} | chooses the format wav. wav keeps every sample",
        "video     | x.mkv  | {}                  | its formats are mp4, webm and mov. No kind makes .mkv.",
        "video     | x.gif  | {}                  | .gif is made by kind 'animation'.",
        "video     | x.gif  | {'format': 'mp4'}   | .gif is made by kind 'animation'.",
        "audio     | x.mp4  | {}                  | its formats are mp3, aac, m4a, ogg, opus, wav and flac. .mp4 is made by kind 'video'.",
        "audio     | x.json | {}                  | .json is made by kind 'audio' with",
        "audio     | x.mp3  | {'waveform': 'json'} | its format is json.",
        "adaptive_video | x.mp4  | {}             | its format is hls. .mp4 is made by kind 'video'.",
        "adaptive_video | .m3u8  | {}             | a folder, with a '/' at its end",
        "image     | x.jpg  | {'interval': 5}     | 'interval' makes several pictures",
        "adaptive_video | x      | {}             | a folder, with a '/' at its end"}, quoteCharacter = '`')
    void aNameThatIsNotOfTheResultIsRefused(String kind, String name, String options, String message) {
        refused(output(kind, "s3://b/" + name, options)).names("output").says(message);
    }

    @Test
    void aMistakeOfAnotherOptionIsNamedAsWithoutAName() {
        refused(output("video", "s3://b/x.webm", "{'start': 5, 'end': 5}")).names("options.end");
        refused(output("audio", "s3://b/x.json", "{'waveform': 'json', 'format': 'mp3'}")).names("output");
    }

    @Test
    void aWaveformIsJson() {
        assertThat(orders.read(OWNER, read("createJob", output("audio", "s3://b/x.json", "{'waveform': 'json'}"))).options()
                .has("format")).isFalse();
    }

    @Test
    void aPresetOfAnotherFormatThanTheNameIsNamed() {
        String preset = "{'input': '" + INPUT + "', 'preset': 'preview', 'connection_id': 'one', 'output': 's3://b/x.%s'%s}";
        refused(preset.formatted("webm", "").replace('\'', '"')).names("output")
                .says("'output' ends in .webm, and the format of the preset 'preview' is mp4.");
        assertThat(orders.read(OWNER, read("createJob", preset.formatted("webm", ", 'options': {'format': 'webm'}")
                .replace('\'', '"'))).options().get("format").asText()).as("its own").isEqualTo("webm");
        orders.read(OWNER, read("createJob", preset.formatted("mp4", "").replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({"mkv", "webm", "png"})
    void aCopyTakesAnyName(String extension) {
        String body = "{'kind': 'export', 'input': 'https://a.example/x.mp4', 'options': {'url': 's3://b/x.%s', 'connection_id': 'one'}}";
        assertThat(new TaskOrders(orders).read(CALLER, read("createTask", body.formatted(extension).replace('\'', '"'))).work()
                .options().has("format")).isFalse();
    }

    /** A watch is checked before its first object comes. */
    @Test
    void aCheckAloneRefusesTheSame() {
        Refusal.of(() -> orders.check(read("createJob", output("video", "s3://b/{filename}.gif", "{}")))).names("output")
                .says(".gif is made by kind 'animation'");
    }

    private static String output(String kind, String output, String options) {
        return ("{'input': '" + INPUT + "', 'kind': '" + kind + "', 'connection_id': 'one', 'output': '" + output
                + "', 'options': " + options + "}").replace('\'', '"');
    }

    // ------------------------------------------------------------ inputs and webhooks

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a.mp4", "/etc/passwd", "file:///etc/passwd", "ftp://example.com/a.mp4", "s3://", "s3://bucket", "s3:///key",
        "data:video/mp4;base64,AAAA", "gopher://x/", "HTTPS://example.com/a.mp4", "http://", "https:///a.mp4",
        "concat:a|b", "pipe:0", "https://user:secret@example.com/a.mp4", "https://user@example.com/a.mp4",
        "https://exa mple.com/a.mp4", "https://example.com/a b.mp4", "https://under_score.example/a", "https://[::1/a",
        "http://127.0.0.1/a.mp4", "http://127.1/a.mp4", "http://2130706433/a.mp4", "http://0/a.mp4",
        "http://localhost/a.mp4",
        "http://[::1]/a.mp4", "http://[::ffff:127.0.0.1]/a.mp4", "http://[::]/a", "http://10.0.0.1/a",
        "http://172.16.0.1/a", "http://192.168.1.1/a", "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/a", "http://[fe80::1]/a", "http://100.64.0.1/a", "http://0.0.0.0/a",
        "http://127.0.0.1:99999/a", "https://example.com\\\\@127.0.0.1/a"})
    void anInputThatMayNotBeReadIsRefused(String input) {
        refused("{\"input\": \"" + input + "\", \"kind\": \"video\"}").names("input");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "example.com", "ftp://example.com/", "https://", "https:///x", "http://example.com/x",
        "https://user:secret@example.com/", "https://user@example.com/", "https://exa mple.com/", "https://example.com/a b",
        "https://example.com:70000/", "https://under_score.example/", "https://127.0.0.2/", "http://127.0.0.2/",
        "https://localhost/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.1]/", "https://2130706434/", "HTTPS://example.com/"})
    void aWebhookThatMayNotBeCalledIsRefused(String url) {
        assertThat(refused(with("webhook_url", "\"" + url + "\"")).names("webhook_url").message())
                .contains("'webhook_url'").doesNotContain("'input'");
    }

    /** What is refused above is not refused for another reason. */
    @Test
    void whatIsRightIsTaken() {
        assertThat(orders.read(OWNER, read("createJob", job("{\"width\": 640}")))).extracting(JobOrder::input)
                .isEqualTo(INPUT);
        orders.read(OWNER, read("createJob", with("webhook_url", "\"https://hooks.example/x\"")));
        orders.read(OWNER, read("createJob", with("output", "\"s3://bucket/key\", \"connection_id\": \"one\"")));
        orders.read(OWNER, read("createJob", "{\"input\": \"" + INPUT + "\", \"preset\": \"preview\"}"));
    }

    // ------------------------------------------------------------ how it is asked

    private static String job(String options) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"options\": " + options + "}";
    }

    private static String with(String field, String value) {
        return "{\"input\": \"" + INPUT + "\", \"kind\": \"video\", \"" + field + "\": " + value + "}";
    }

    private static JsonNode read(String operation, String body) {
        return CONTRACT.readBody(operation, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal refused(String body) {
        return Refusal.of(() -> orders.read(OWNER, read("createJob", body)));
    }
}
