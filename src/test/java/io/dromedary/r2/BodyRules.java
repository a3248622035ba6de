package io.dromedary.r2;

import static io.dromedary.r2.RulesTable.row;

import io.dromedary.r2.RulesTable.Env;
import io.dromedary.r2.RulesTable.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows for rules 19 to 24: bodies, sizes, parts and their pace. */
final class BodyRules {

    private static final byte[] BODY = "some body".getBytes(StandardCharsets.UTF_8);
    private static final int MIB = 1 << 20;
    /** Long enough to notice a 100 from a server on the same machine, short enough for a test. */
    private static final int SILENCE_MILLIS = 300;

    private BodyRules() {
    }

    static List<Row> rows() {
        return List.of(
                row(19, "PUT, chunked instead of a length", 411, "MissingContentLength", env -> env.send(
                        unsignedLength(env).with("Transfer-Encoding", "chunked")
                                .withBody("9\r\nsome body\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8)))),
                row(19, "PUT without any length", 411, "MissingContentLength",
                        env -> env.send(unsignedLength(env).withBody(new byte[0]))),
                row(19, "PUT that ends before its length", 400, "IncompleteBody", BodyRules::cutPut),
                row(20, "Content-MD5 that is no base64", 400, "InvalidDigest", put("Content-MD5", "not base64!")),
                row(20, "Content-MD5 of 15 bytes", 400, "InvalidDigest", put("Content-MD5", base64(new byte[15]))),
                row(20, "Content-MD5 of another body", 400, "BadDigest", put("Content-MD5", base64(new byte[16]))),
                row(20, "Content-MD5 of the body", 200, "",
                        put("Content-MD5", base64(Digests.md5().digest(BODY)))),
                row(21, "key of 1024 bytes", 200, "", putKey("k".repeat(1024))),
                row(21, "key of 1025 bytes", 400, "InvalidObjectName", putKey("k".repeat(1025))),
                row(21, "key of 1026 bytes in 513 characters", 400, "InvalidObjectName", putKey("ü".repeat(513))),
                row(21, "metadata of 8192 bytes", 200, "", put("x-amz-meta-name", "v".repeat(8188))),
                row(21, "metadata of 8193 bytes", 400, "MetadataTooLarge", put("x-amz-meta-name", "v".repeat(8189))),
                row(22, "parts of 5 MiB and 1 byte", 200, "", parts(5 * MIB, 1)),
                row(22, "parts of 5 MiB, 5 MiB and 5 MiB", 200, "", parts(5 * MIB, 5 * MIB, 5 * MIB)),
                row(22, "one part of 1 byte", 200, "", parts(1)),
                row(22, "part of 1 byte before the last", 400, "EntityTooSmall", parts(1, 1)),
                row(22, "parts of 6, 5 and 1 MiB", 400, "InvalidPart", parts(6 * MIB, 5 * MIB, MIB)),
                row(22, "last part greater than the others", 400, "InvalidPart", parts(5 * MIB, 5 * MIB + 1)),
                row(22, "part that was never sent", 400, "InvalidPart", env -> {
                    String upload = begin(env);
                    part(env, upload, 1, 1);
                    return complete(env, upload, List.of("\"0\""));
                }),
                row(22, "no parts", 400, "MalformedXML", parts()),
                row(23, "second write to a key in half a second", 429, "TooManyRequests", twoWrites(500)),
                row(23, "second write to a key in a second", 200, "", twoWrites(1000)),
                row(24, "Expect: 100-continue, silence, then the body", 200, "", env -> RawHttp.sendAfterSilence(
                        env.r2().endpoint(), signedPut(env, Map.of()).with("Expect", "100-continue"),
                        SILENCE_MILLIS)));
    }

    private static RawHttp.Answer cutPut(Env env) {
        env.r2().delete("media", "k");
        RawHttp.Answer answer = RawHttp.sendCut(env.r2().endpoint(), signedPut(env, Map.of()), 3);
        if (env.r2().object("media", "k").isPresent()) {
            throw new AssertionError("a short body became an object");
        }
        return answer;
    }

    private static RawHttp.Request signedPut(Env env, Map<String, String> headers) {
        return env.as(env.writer()).request("PUT", "/media/k", headers, BODY);
    }

    /** The SDK's signer covers Content-Length when it is there; a presigned URL leaves it out. */
    private static RawHttp.Request unsignedLength(Env env) {
        return env.as(env.writer()).presigned("PUT", "/media/k", Duration.ofMinutes(1), BODY)
                .without("Content-Length");
    }

    private static Function<Env, RawHttp.Answer> put(String header, String value) {
        return env -> env.send(signedPut(env, Map.of(header, value)));
    }

    private static Function<Env, RawHttp.Answer> putKey(String key) {
        return env -> env.send(env.as(env.writer())
                .request("PUT", "/media/" + PercentCoding.encode(key, true), Map.of(), BODY));
    }

    private static Function<Env, RawHttp.Answer> parts(int... sizes) {
        return env -> {
            String upload = begin(env);
            List<String> etags = new ArrayList<>();
            for (int size : sizes) {
                etags.add(part(env, upload, etags.size() + 1, size));
            }
            return complete(env, upload, etags);
        };
    }

    private static String begin(Env env) {
        return env.send(env.as(env.writer()).request("POST", "/media/multi?uploads=")).element("UploadId");
    }

    private static String part(Env env, String upload, int number, int size) {
        return env.send(env.as(env.writer()).request("PUT",
                "/media/multi?partNumber=" + number + "&uploadId=" + upload, Map.of(), new byte[size]))
                .headers().get("etag");
    }

    private static RawHttp.Answer complete(Env env, String upload, List<String> etags) {
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < etags.size(); i++) {
            xml.append("<Part><PartNumber>").append(i + 1).append("</PartNumber><ETag>").append(etags.get(i))
                    .append("</ETag></Part>");
        }
        xml.append("</CompleteMultipartUpload>");
        return env.send(env.as(env.writer()).request("POST", "/media/multi?uploadId=" + upload, Map.of(),
                xml.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Function<Env, RawHttp.Answer> twoWrites(long millisBetween) {
        return env -> {
            Clock now = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
            try {
                env.r2().limitWritesPerKey(true);
                env.r2().clock(now);
                env.send(signedPut(env, Map.of()));
                env.r2().clock(Clock.offset(now, Duration.ofMillis(millisBetween)));
                return env.send(signedPut(env, Map.of()));
            } finally {
                env.r2().limitWritesPerKey(false);
                env.r2().clock(Clock.systemUTC());
            }
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
