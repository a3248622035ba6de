package io.dromedary.r2;

import static io.dromedary.r2.RulesTable.row;

import io.dromedary.r2.RulesTable.Env;
import io.dromedary.r2.RulesTable.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rows for rules 1 to 10: who asks, and whether the request is the one that was signed. */
final class SignatureRules {

    private static final String OBJECT = "/media/ten";
    private static final byte[] BODY = "some body".getBytes(StandardCharsets.UTF_8);

    private SignatureRules() {
    }

    static List<Row> rows() {
        return List.of(
                row(1, "no Authorization", 400, "InvalidArgument", sent(get().andThen(r -> r.without("Authorization")))),
                row(1, "Authorization of another kind", 400, "InvalidArgument",
                        sent(get().andThen(r -> r.with("Authorization", "Basic QTpC")))),
                row(2, "no x-amz-content-sha256", 400, "InvalidRequest",
                        sent(get().andThen(r -> r.without("x-amz-content-sha256")))),
                row(3, "no date", 400, "InvalidArgument", sent(get().andThen(r -> r.without("x-amz-date")))),
                row(3, "unparsable date", 400, "InvalidArgument",
                        sent(get().andThen(r -> r.with("x-amz-date", "20260230T000000Z")))),
                row(4, "clock 16 minutes slow", 403, "RequestTimeTooSkewed", sent(getAt(Duration.ofMinutes(-16)))),
                row(4, "clock 16 minutes fast", 403, "RequestTimeTooSkewed", sent(getAt(Duration.ofMinutes(16)))),
                row(4, "clock 14 minutes slow", 200, "", sent(getAt(Duration.ofMinutes(-14)))),
                row(5, "access key of 31 characters", 400, "InvalidArgument", sent(getAs("x".repeat(31)))),
                row(5, "unknown access key", 401, "Unauthorized", sent(getAs("x".repeat(32)))),
                row(6, "wrong secret", 403, "SignatureDoesNotMatch", env -> env.send(
                        env.as(new Credentials(env.writer().accessKeyId(), "wrong")).request("GET", OBJECT))),
                row(6, "another key than signed", 403, "SignatureDoesNotMatch",
                        sent(get().andThen(r -> r.withTarget("/media/other")))),
                row(6, "signed header changed", 403, "SignatureDoesNotMatch", env -> env.send(env.as(env.writer())
                        .request("PUT", "/media/k", Map.of("x-amz-meta-a", "1"), BODY).with("x-amz-meta-a", "2"))),
                row(6, "x-amz- header added", 403, "SignatureDoesNotMatch",
                        sent(get().andThen(r -> r.with("x-amz-meta-a", "1")))),
                row(6, "region of another store", 400, "InvalidRegionName",
                        env -> env.send(env.as(env.writer()).in("eu-west-1").request("GET", OBJECT))),
                row(6, "region us-east-1, an alias", 200, "",
                        env -> env.send(env.as(env.writer()).in("us-east-1").request("GET", OBJECT))),
                row(6, "presigned URL for another key", 403, "SignatureDoesNotMatch", sent(presigned("GET", 60)
                        .andThen(r -> r.withTarget(r.target().replace("/ten?", "/two?"))))),
                row(6, "presigned URL made to last longer", 403, "SignatureDoesNotMatch", sent(presigned("GET", 60)
                        .andThen(r -> r.withTarget(r.target().replace("Expires=60", "Expires=61"))))),
                row(6, "presigned URL with a parameter added", 403, "SignatureDoesNotMatch", sent(presigned("GET", 60)
                        .andThen(r -> r.withTarget(r.target() + "&response-content-type=text%2Fhtml")))),
                row(7, "body other than its hash", 400, "XAmzContentSHA256Mismatch", env -> env.send(
                        put(env, "/media/k").withBody("Some body".getBytes(StandardCharsets.UTF_8)))),
                row(7, "hash of a body, but no body", 400, "XAmzContentSHA256Mismatch", env -> env.send(
                        env.as(env.writer()).request("GET", OBJECT, Map.of(), BODY).withBody(new byte[0]))),
                row(7, "body with its hash", 200, "", env -> env.send(put(env, "/media/k"))),
                row(7, "UNSIGNED-PAYLOAD, any body", 200, "", env -> env.send(
                        env.as(env.writer()).unsignedPayload("PUT", "/media/k", BODY))),
                row(8, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 501, "NotImplemented",
                        env -> env.send(env.as(env.writer()).chunkedPut("/media/k", BODY, true, false))),
                row(8, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", 501, "NotImplemented",
                        env -> env.send(env.as(env.writer()).chunkedPut("/media/k", BODY, true, true))),
                row(9, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", 403, "SignatureDoesNotMatch",
                        env -> env.send(env.as(env.writer()).chunkedPut("/media/k", BODY, false, true))),
                row(9, "content-encoding aws-chunked", 403, "SignatureDoesNotMatch",
                        env -> env.send(env.as(env.writer())
                                .request("PUT", "/media/k", Map.of("Content-Encoding", "aws-chunked"), BODY))),
                row(10, "presigned and expired", 403, "ExpiredRequest", env -> env.send(
                        env.as(env.writer()).at(offset(Duration.ofSeconds(-61)))
                                .presigned("GET", OBJECT, Duration.ofSeconds(60), new byte[0]))),
                row(10, "presigned for over 7 days", 400, "InvalidArgument", sent(presigned("GET", 60)
                        .andThen(r -> r.withTarget(r.target().replace("Expires=60", "Expires=604801"))))),
                row(10, "presigned for no time", 400, "InvalidArgument", sent(presigned("GET", 60)
                        .andThen(r -> r.withTarget(r.target().replace("Expires=60", "Expires=0"))))),
                row(10, "presigned GET for 7 days", 200, "", sent(presigned("GET", 604800))),
                row(10, "presigned DELETE by a read-only key", 403, "AccessDenied", env -> env.send(env.as(env.reader())
                        .presigned("DELETE", OBJECT, Duration.ofMinutes(1), new byte[0]))),
                row(10, "presigned PUT with a body", 200, "", env -> env.send(env.as(env.writer())
                        .presigned("PUT", "/media/k", Duration.ofMinutes(1), BODY))));
    }

    private static RawHttp.Request put(Env env, String target) {
        return env.as(env.writer()).request("PUT", target, Map.of(), BODY);
    }

    private static Function<Env, RawHttp.Request> get() {
        return env -> env.as(env.writer()).request("GET", OBJECT);
    }

    private static Function<Env, RawHttp.Request> getAt(Duration off) {
        return env -> env.as(env.writer()).at(offset(off)).request("GET", OBJECT);
    }

    private static Function<Env, RawHttp.Request> getAs(String accessKeyId) {
        return env -> env.as(new Credentials(accessKeyId, "secret")).request("GET", OBJECT);
    }

    private static Function<Env, RawHttp.Request> presigned(String method, long seconds) {
        return env -> env.as(env.writer()).presigned(method, OBJECT, Duration.ofSeconds(seconds), new byte[0]);
    }

    private static Function<Env, RawHttp.Answer> sent(Function<Env, RawHttp.Request> request) {
        return env -> env.send(request.apply(env));
    }

    private static Clock offset(Duration off) {
        return Clock.offset(Clock.systemUTC(), off);
    }
}
