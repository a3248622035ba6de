package io.dromedary.r2;

import static io.dromedary.r2.RulesTable.row;

import io.dromedary.r2.RulesTable.Env;
import io.dromedary.r2.RulesTable.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows for rules 11 to 18 and 25: what may be asked, and how what is stored answers. */
final class RequestRules {

    private static final byte[] BODY = "some body".getBytes(StandardCharsets.UTF_8);

    private RequestRules() {
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rights(rows);
        absent(rows);
        notImplemented(rows);
        storageClasses(rows);
        ranges(rows);
        conditions(rows);
        errorBodies(rows);
        return rows;
    }

    private static void rights(List<Row> rows) {
        for (boolean reader : new boolean[] {true, false}) {
            String tier = reader ? "read-only key" : "read-write key";
            Function<Env, Credentials> key = reader ? Env::reader : Env::writer;
            rows.add(row(11, tier + ": ListBuckets", 403, "AccessDenied", as(key, "GET", "/")));
            rows.add(row(11, tier + ": HeadBucket", 403, "", as(key, "HEAD", "/media")));
            rows.add(row(11, tier + ": CreateBucket", 403, "AccessDenied", as(key, "PUT", "/new-bucket")));
            rows.add(row(11, tier + ": list in its bucket", 200, "", as(key, "GET", "/media?list-type=2&max-keys=1")));
            rows.add(row(11, tier + ": list in another bucket", 403, "AccessDenied",
                    as(key, "GET", "/private?list-type=2")));
        }
        rows.add(row(11, "admin key: ListBuckets", 200, "", as(Env::admin, "GET", "/")));
        rows.add(row(11, "admin key: HeadBucket", 200, "", as(Env::admin, "HEAD", "/media")));
        rows.add(row(12, "read-only key: GET", 200, "", as(Env::reader, "GET", "/media/ten")));
        rows.add(row(12, "read-only key: PUT", 403, "AccessDenied", as(Env::reader, "PUT", "/media/ten")));
        rows.add(row(12, "read-only key: DELETE", 403, "AccessDenied", as(Env::reader, "DELETE", "/media/ten")));
        rows.add(row(12, "read-only key: CopyObject", 403, "AccessDenied",
                env -> env.send(env.as(env.reader()).request("PUT", "/media/copy",
                        Map.of("x-amz-copy-source", "/media/ten"), new byte[0]))));
        rows.add(row(12, "read-only key: UploadPartCopy", 403, "AccessDenied", copy(Env::reader,
                "/media/copy?partNumber=1&uploadId=x", "/media/ten", Map.of())));
        rows.add(row(11, "read-write key: CopyObject from another bucket", 403, "AccessDenied", copy(Env::writer,
                "/media/copy", "/private/ten", Map.of())));
        rows.add(row(12, "read-only key: CreateMultipartUpload", 403, "AccessDenied",
                as(Env::reader, "POST", "/media/k?uploads=")));
        rows.add(row(12, "read-only key: UploadPart", 403, "AccessDenied",
                as(Env::reader, "PUT", "/media/k?partNumber=1&uploadId=x")));
        rows.add(row(12, "read-only key: AbortMultipartUpload", 403, "AccessDenied",
                as(Env::reader, "DELETE", "/media/k?uploadId=x")));
    }

    private static void absent(List<Row> rows) {
        rows.add(row(13, "GET in an unknown bucket", 404, "NoSuchBucket", as(Env::admin, "GET", "/nowhere/k")));
        rows.add(row(13, "list of an unknown bucket", 404, "NoSuchBucket",
                as(Env::admin, "GET", "/nowhere?list-type=2")));
        rows.add(row(13, "PUT into an unknown bucket", 404, "NoSuchBucket", as(Env::admin, "PUT", "/nowhere/k")));
        rows.add(row(13, "GET of an unknown key", 404, "NoSuchKey", as(Env::writer, "GET", "/media/nothing")));
        rows.add(row(13, "part of an unknown upload", 404, "NoSuchUpload",
                as(Env::writer, "PUT", "/media/k?partNumber=1&uploadId=x")));
        rows.add(row(13, "abort of an unknown upload", 404, "NoSuchUpload",
                as(Env::writer, "DELETE", "/media/k?uploadId=x")));
        rows.add(row(13, "copy of an unknown key", 404, "NoSuchKey",
                copy(Env::writer, "/media/copy", "/media/nothing", Map.of())));
        rows.add(row(13, "copied part of an unknown upload", 404, "NoSuchUpload",
                copy(Env::writer, "/media/copy?partNumber=1&uploadId=x", "/media/ten", Map.of())));
        rows.add(row(13, "DELETE of an unknown key", 204, "", as(Env::writer, "DELETE", "/media/nothing")));
    }

    private static void notImplemented(List<Row> rows) {
        Map<String, String> headers = Map.of("x-amz-tagging", "a=b", "x-amz-grant-read", "id=1",
                "x-amz-object-lock-mode", "COMPLIANCE", "x-amz-server-side-encryption", "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id", "1", "x-amz-expected-bucket-owner", "1");
        headers.forEach((name, value) -> rows.add(row(14, name + ": " + value, 501, "NotImplemented",
                env -> env.send(env.as(env.writer()).request("PUT", "/media/k", Map.of(name, value), BODY)))));
        for (String name : List.of("tagging", "acl", "versionId", "torrent", "retention")) {
            rows.add(row(15, "object ?" + name, 501, "NotImplemented",
                    as(Env::writer, "GET", "/media/ten?" + name + "=")));
        }
        for (String name : List.of("tagging", "acl", "versions", "policy", "versioning", "object-lock", "website")) {
            rows.add(row(15, "bucket ?" + name, 501, "NotImplemented", as(Env::admin, "GET", "/media?" + name + "=")));
        }
    }

    private static void storageClasses(List<Row> rows) {
        Map.of("GLACIER", 400, "REDUCED_REDUNDANCY", 400, "STANDARD", 200, "STANDARD_IA", 200)
                .forEach((name, status) -> rows.add(row(16, name, status, status == 400 ? "InvalidStorageClass" : "",
                        env -> env.send(env.as(env.writer()).request("PUT", "/media/classed",
                                Map.of("x-amz-storage-class", name), BODY)))));
    }

    private static void ranges(List<Row> rows) {
        for (String malformed : List.of("bytes=a-b", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "chars=0-1")) {
            rows.add(row(17, malformed, 400, "InvalidArgument", ranged(malformed)));
        }
        for (String beyond : List.of("bytes=10-", "bytes=10-20", "bytes=-0")) {
            rows.add(row(17, beyond + " of 10", 416, "InvalidRange", ranged(beyond)));
        }
        for (String good : List.of("bytes=0-0", "bytes=3-", "bytes=-3", "bytes=8-100", "bytes=-100")) {
            rows.add(row(17, good + " of 10", 206, "", ranged(good)));
        }
    }

    private static void conditions(List<Row> rows) {
        rows.add(row(18, "GET If-Match of another ETag", 412, "PreconditionFailed", get("If-Match", "\"0\"")));
        rows.add(row(18, "GET If-Match of its ETag", 200, "", env -> env.send(env.as(env.writer()).request("GET",
                "/media/ten", Map.of("If-Match", "\"" + etag(env) + "\""), new byte[0]))));
        rows.add(row(18, "GET If-None-Match of its ETag", 304, "", env -> env.send(env.as(env.writer()).request("GET",
                "/media/ten", Map.of("If-None-Match", "\"" + etag(env) + "\""), new byte[0]))));
        rows.add(row(18, "GET If-Modified-Since tomorrow", 304, "",
                get("If-Modified-Since", "Fri, 31 Dec 2100 00:00:00 GMT")));
        rows.add(row(18, "GET If-Unmodified-Since long ago", 412, "PreconditionFailed",
                get("If-Unmodified-Since", "Fri, 01 Jan 2010 00:00:00 GMT")));
        rows.add(row(18, "copy If-Match of another ETag", 412, "PreconditionFailed", copy(Env::writer, "/media/copy",
                "/media/ten", Map.of("x-amz-copy-source-if-match", "\"0\""))));
        rows.add(row(18, "copy If-Match of its ETag", 200, "", env -> copy(Env::writer, "/media/copy", "/media/ten",
                Map.of("x-amz-copy-source-if-match", "\"" + etag(env) + "\"")).apply(env)));
        rows.add(row(18, "PUT If-None-Match: * on a key in use", 412, "PreconditionFailed",
                put("/media/ten", "If-None-Match", "*")));
        rows.add(row(18, "PUT If-None-Match: * on a free key", 200, "", env -> {
            env.r2().delete("media", "free");
            return put("/media/free", "If-None-Match", "*").apply(env);
        }));
        rows.add(row(18, "PUT If-Match of another ETag", 412, "PreconditionFailed",
                put("/media/ten", "If-Match", "\"0\"")));
        rows.add(row(18, "PUT If-Match on a free key", 412, "PreconditionFailed",
                put("/media/nothing", "If-Match", "*")));
    }

    private static void errorBodies(List<Row> rows) {
        rows.add(row(25, "GET with an error", 404, "NoSuchKey", as(Env::writer, "GET", "/media/nothing")));
        rows.add(row(25, "HEAD with an error", 404, "", env -> withoutBody(
                env.send(env.as(env.writer()).request("HEAD", "/media/nothing")))));
    }

    private static RawHttp.Answer withoutBody(RawHttp.Answer answer) {
        if (answer.body().length > 0) {
            throw new AssertionError("HEAD was answered with a body: " + answer.text());
        }
        return answer;
    }

    private static String etag(Env env) {
        return env.r2().object("media", "ten").orElseThrow().etag();
    }

    private static Function<Env, RawHttp.Answer> as(Function<Env, Credentials> key, String method, String target) {
        return env -> env.send(env.as(key.apply(env)).request(method, target));
    }

    private static Function<Env, RawHttp.Answer> copy(Function<Env, Credentials> key, String target, String source,
            Map<String, String> conditions) {
        Map<String, String> headers = new HashMap<>(conditions);
        headers.put("x-amz-copy-source", source);
        return env -> env.send(env.as(key.apply(env)).request("PUT", target, headers, new byte[0]));
    }

    private static Function<Env, RawHttp.Answer> get(String header, String value) {
        return env -> env.send(env.as(env.writer())
                .request("GET", "/media/ten", Map.of(header, value), new byte[0]));
    }

    private static Function<Env, RawHttp.Answer> ranged(String range) {
        return get("Range", range);
    }

    private static Function<Env, RawHttp.Answer> put(String target, String header, String value) {
        return env -> env.send(env.as(env.writer()).request("PUT", target, Map.of(header, value), BODY));
    }
}
