package io.dromedary.server;

import static io.dromedary.server.Reads.API;
import static io.dromedary.server.Reads.CDN;
import static io.dromedary.server.Reads.DATA;
import static io.dromedary.server.Reads.DATABASE;
import static io.dromedary.server.Reads.HTTP;
import static io.dromedary.server.Reads.INPUTS;
import static io.dromedary.server.Reads.INPUT_LIMITS;
import static io.dromedary.server.Reads.KEEPING;
import static io.dromedary.server.Reads.LANES;
import static io.dromedary.server.Reads.LENT_AFTER;
import static io.dromedary.server.Reads.LIGHT_SLOTS;
import static io.dromedary.server.Reads.LIMITS;
import static io.dromedary.server.Reads.LOG_FORMAT;
import static io.dromedary.server.Reads.ROLES;
import static io.dromedary.server.Reads.ROUTES;
import static io.dromedary.server.Reads.SANDBOX;
import static io.dromedary.server.Reads.SECRETS;
import static io.dromedary.server.Reads.UPLOADS;
import static io.dromedary.server.Reads.UPLOAD_BUCKET;
import static io.dromedary.server.Reads.DIRECT;
import static io.dromedary.server.Reads.SIGNED_FOR;
import static io.dromedary.server.Reads.SLOTS;
import static io.dromedary.server.Reads.TRANSFER_SLOTS;
import static io.dromedary.server.Reads.USERS;
import static io.dromedary.server.Reads.WEBHOOKS;
import static io.dromedary.server.Reads.WORK;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each setting must not be, and what is said of it. */
final class WrongSettings {

    private static final long MAX_SECONDS = Integer.MAX_VALUE;

    /** Settings of which every text is right, and why. */
    static final Map<String, String> EVERY_TEXT = Map.of(
            "dromedary.database.user", "the database knows its users",
            "dromedary.database.password", "as it knows their passwords",
            "dromedary.api.key", "callers may agree on whatever they like",
            "dromedary.node.name", "it is only shown");

    private final List<Row> rows = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    WrongSettings() {
        server();
        stores();
        cdn();
        work();
        strangers();
        transfers();
        uploads();
        guests();
        webhooks();
    }

    /**
     * A wrong value.
     *
     * @param with other settings that make it one
     * @param says what is said of it, beside the names
     */
    record Row(String setting, String wrong, Map<String, String> with, Reads reader, String says) {

        @Override
        public String toString() {
            return setting + "=" + wrong;
        }
    }

    /** A value that is just right. */
    record Edge(String setting, long right, Reads reader) {

        @Override
        public String toString() {
            return setting + "=" + right;
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<Edge> edges() {
        return edges;
    }

    private void server() {
        row("dromedary.host", "", HTTP, "it must be a value.");
        row("dromedary.port", "65536", HTTP, "it must be a whole number from 0 to 65535.");
        row("dromedary.port", "-1", HTTP, "it must be a whole number from 0 to 65535.");
        row("dromedary.port", "abc", HTTP, "it must be a whole number from 0 to 65535.");
        row("dromedary.tls.certificate", "/nonexistent.pem", HTTP, "there is no file /nonexistent.pem.");
        row("dromedary.tls.key", "/nonexistent.key", HTTP, "name the certificate, or leave DROMEDARY_TLS_KEY");
        row("dromedary.tls.password", "of the test", HTTP, "name the certificate, or leave");
    }

    private void stores() {
        row("dromedary.data", "", DATA, "it must be a value.");
        for (String url : List.of("jdbc:mysql://x/y", "jdbc:sqlite:", "jdbc:sqlite::memory:", "postgresql://x/y")) {
            row("dromedary.database.url", url, DATABASE,
                    "It must be jdbc:sqlite:<path> or jdbc:postgresql://<host>/<database>.");
        }
        for (String url : List.of("jdbc:postgresql://127.0.0.1:9/y?password=z", "jdbc:postgresql://me:z@127.0.0.1/y")) {
            row("dromedary.database.url", url, DATABASE, "It must hold no password: give that by DROMEDARY_DATABASE_PASSWORD.");
            row("dromedary.database.listen-url", url, DIRECT, "It must hold no password: give that by DROMEDARY_DATABASE_PASSWORD.");
        }
        row("dromedary.database.listen-url", "jdbc:sqlite:other.db", DIRECT, "it must be jdbc:postgresql://<host>/<database>");
    }

    private void cdn() {
        for (String url : List.of("cdn.example.com", "ftp://cdn.example.com", "https://", "https://cdn.example.com?x=1")) {
            row("dromedary.public.url", url, HTTP, "it must be an http(s) URL.");
        }
        Map<String, String> bucket = Map.of("dromedary.cdn", "s3://published/media", "dromedary.cdn.connection", "r2",
                "dromedary.cdn.url", "https://media.example.com");
        row("dromedary.cdn", "https://bucket/media", bucket, CDN, "a folder, s3://<bucket> or s3://<bucket>/<prefix>.");
        row("dromedary.cdn.connection", "", bucket, CDN, "it must be a value.");
        row("dromedary.cdn.url", "", bucket, CDN, "it must be a value.");
        row("dromedary.cdn.url", "media.example.com", bucket, CDN, "it must be an http(s) URL.");
        objectHeaders("dromedary.cdn");
        flag("dromedary.cdn.signed", SECRETS);
        row("dromedary.cdn.signed", "true", bucket, SECRETS, "dromedary.cdn is a bucket");
        seconds("dromedary.cdn.signed-seconds", SIGNED_FOR);
        row("dromedary.cdn.secret", "c2hvcnQ=", Map.of("dromedary.cdn.signed", "true"), SECRETS, "at least 32 bytes in base64");
    }

    private void objectHeaders(String prefix) {
        row(prefix + ".cache-control", "no-cache \u00e9", WORK, "printable ASCII");
        row(prefix + ".content-disposition", "form-data", WORK, "it must be inline or attachment");
        row(prefix + ".storage-class", "standard", WORK, "such as STANDARD_IA");
        row(prefix + ".metadata", "Shelf=7", WORK, "small letters");
    }

    private void work() {
        for (String roles : List.of("foo", "api,foo", ",")) {
            row("dromedary.roles", roles, ROLES, "it must be api, worker, or both separated by a comma.");
        }
        for (String format : List.of("xml", "JSON")) {
            row("dromedary.log.format", format, LOG_FORMAT, "it must be text or json.");
        }
        flag("dromedary.metrics.public", HTTP);
        flag("dromedary.page", HTTP);
        number("dromedary.worker.slots", SLOTS, 0, 1_000);
        number("dromedary.worker.light-slots", LIGHT_SLOTS, 0, 1_000);
        number("dromedary.transfer.slots", TRANSFER_SLOTS, 0, 1_000);
        number("dromedary.transfer.lent-after", LENT_AFTER, 0, 86_400);
        row("dromedary.lane.light", "image,films", LANES, "it must be kinds of jobs and tasks separated by commas (probe,");
        atLeast("dromedary.queue.max-jobs", API, 0);
        seconds("dromedary.queue.patience", WORK);
        number("dromedary.queue.max-deliveries", WORK, 1, 1_000);
        number("dromedary.queue.lost-after", WORK, 6, 86_400);
        number("dromedary.queue.max-running-jobs", WORK, 0, Integer.MAX_VALUE);
        number("dromedary.events.max-streams", API, 0, 1_000_000);
        number("dromedary.events.max-streams-per-key", API, 1, 1_000_000);
    }

    private void strangers() {
        for (String hosts : List.of("http://127.0.0.1", "127.0.0.1/path", "user@example.com", "two words", "a:b", "a:1:2",
                "[::1", "::1")) {
            row("dromedary.allow-hosts", hosts, INPUTS, "it must be hosts separated by commas");
        }
        for (String ports : List.of("65536", "-1", "80;443", "https")) {
            row("dromedary.allow-ports", ports, INPUTS, "it must be ports separated by commas.");
        }
        row("dromedary.key", "no-key", SECRETS, "does not hold base64");
        row("dromedary.key", "c2hvcnQ=", SECRETS, "holds a key of 5 bytes, not 32");
        atLeast("dromedary.http.max-body-bytes", HTTP, 1);
        number("dromedary.http.max-connections", HTTP, 1, 1_000_000);
        number("dromedary.http.max-connections-per-client", HTTP, 1, 1_000_000);
        for (String proxies : List.of("proxy.example", "10.0.0.0/33", "10.0.0.0/", "::1/129", "10.0.0.1,x")) {
            row("dromedary.http.trusted-proxies", proxies, HTTP, "it must be addresses, or networks such as 10.0.0.0/8");
        }
        for (String origin : List.of("app.example.com", "https://app.example.com/", "https://*.example.com", "https://a.example,null")) {
            row("dromedary.http.allowed-origins", origin, HTTP, "it must be origins such as https://app.example.com");
        }
        atLeast("dromedary.tls.hsts-seconds", HTTP, 0);
        row("dromedary.tls.hsts-seconds", "1", HTTP, "it must be 0 where no certificate is set");
        seconds("dromedary.http.request-seconds", HTTP);
        seconds("dromedary.http.idle-seconds", HTTP);
    }

    private void uploads() {
        Map<String, String> bucket = Map.of("dromedary.uploads", "s3://uploads/in", "dromedary.uploads.connection", "r2");
        row("dromedary.uploads", "/var/uploads", bucket, UPLOAD_BUCKET, "empty, s3://<bucket> or s3://<bucket>/<prefix>.");
        row("dromedary.uploads.connection", "", bucket, UPLOAD_BUCKET, "it must be a value.");
        atLeast("dromedary.uploads.max-bytes", UPLOADS, 1);
        atLeast("dromedary.uploads.max-open-per-key", UPLOADS, 1);
        atLeast("dromedary.uploads.max-project-bytes", UPLOADS, 0);
        seconds("dromedary.uploads.keep-seconds", UPLOADS);
    }

    private void transfers() {
        atLeast("dromedary.input.max-bytes", INPUT_LIMITS, 1);
        atLeast("dromedary.input.part-bytes", INPUT_LIMITS, 65_536);
        atLeast("dromedary.input.whole-bytes", INPUT_LIMITS, 0);
        atLeast("dromedary.input.min-rate", INPUT_LIMITS, 0);
        seconds("dromedary.input.rate-seconds", INPUT_LIMITS);
        seconds("dromedary.input.max-seconds", INPUT_LIMITS);
        seconds("dromedary.input.answer-seconds", INPUTS);
        atLeast("dromedary.output.max-bytes", LIMITS, 1);
        atLeast("dromedary.output.multipart-above-bytes", WORK, 5 << 20);
        atLeast("dromedary.output.part-bytes", WORK, 5 << 20);
        objectHeaders("dromedary.output");
        number("dromedary.transfer.parallel", WORK, 1, 1_000);
        number("dromedary.input.host-seconds", ROUTES, 0, 3_600);
        flag("dromedary.transfer.ranges", INPUT_LIMITS);
        flag("dromedary.transfer.stream", WORK);
        flag("dromedary.reuse", WORK);
        number("dromedary.transfer.retries", ROUTES, 0, 1_000);
        number("dromedary.keep.jobs-days", KEEPING, 0, 36_500);
        number("dromedary.keep.files-days", KEEPING, 0, 36_500);
        seconds("dromedary.keep.look-every", ROUTES);
        number("dromedary.job.max-attempts", WORK, 1, 1_000);
        seconds("dromedary.job.first-delay", WORK);
    }

    private void guests() {
        row("dromedary.ffmpeg.path", "", WORK, "it must be a value.");
        row("dromedary.ffprobe.path", "", WORK, "it must be a value.");
        row("dromedary.vips.path", "", WORK, "it must be a value.");
        for (String wish : List.of("on", "REQUIRE", "true")) {
            row("dromedary.sandbox", wish, SANDBOX, "it must be require, prefer or off.");
        }
        number("dromedary.sandbox.first-user-id", USERS, 1, 2_000_000_000);
        atLeast("dromedary.ffmpeg.max-memory-bytes", LIMITS, 512L << 20);
        number("dromedary.ffmpeg.max-open-files", LIMITS, 64, 1 << 20);
        number("dromedary.ffmpeg.max-processes", LIMITS, 64, 1 << 22);
        seconds("dromedary.ffmpeg.deadline-base", WORK);
        atLeast("dromedary.ffmpeg.deadline-per-second", WORK, 1);
        seconds("dromedary.ffmpeg.stall-timeout", WORK);
    }

    private void webhooks() {
        row("dromedary.webhook.secret", "c2hvcnQ=", SECRETS, "does not hold a secret for webhooks, which is 'whsec_'");
        row("dromedary.webhook.secret", "whsec_c2hvcnQ=", SECRETS, "and 24 to 64 bytes in base64");
        seconds("dromedary.webhook.first-delay", WEBHOOKS);
        seconds("dromedary.webhook.max-delay", WEBHOOKS);
        seconds("dromedary.webhook.give-up-after", WEBHOOKS);
    }

    private void row(String setting, String wrong, Reads reader, String says) {
        row(setting, wrong, Map.of(), reader, says);
    }

    private void row(String setting, String wrong, Map<String, String> with, Reads reader, String says) {
        rows.add(new Row(setting, wrong, with, reader, says));
    }

    private void flag(String setting, Reads reader) {
        for (String wrong : List.of("yes", "TRUE", "1")) {
            row(setting, wrong, reader, "is '" + wrong + "': it must be true or false.");
        }
    }

    private void seconds(String setting, Reads reader) {
        number(setting, reader, 1, MAX_SECONDS);
    }

    private void number(String setting, Reads reader, long least, long most) {
        numbers(setting, reader, "from " + least + " to " + most, least, Long.toString(most + 1));
        edges.add(new Edge(setting, most, reader));
    }

    private void atLeast(String setting, Reads reader, long least) {
        numbers(setting, reader, "of at least " + least, least, "9223372036854775808");
    }

    private void numbers(String setting, Reads reader, String words, long least, String tooMuch) {
        for (String wrong : List.of(Long.toString(least - 1), tooMuch, least + ".5", "1GB")) {
            row(setting, wrong, reader, "is '" + wrong + "': it must be a whole number " + words + ".");
        }
        row(setting, "", reader, "is '': it must be a value.");
        edges.add(new Edge(setting, least, reader));
    }
}
