package io.dromedary.r2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 as R2 checks it, in headers and in presigned URLs (rules 1 to 10). */
final class SigV4Verifier {

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final long MAX_EXPIRES_SECONDS = Duration.ofDays(7).toSeconds();
    private static final int KEY_ID_LENGTH = 32;
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    /** R2 has one region; the other two are its aliases. */
    private static final Set<String> REGIONS = Set.of("auto", "us-east-1", "");
    private static final Set<String> PRESIGNED_METHODS = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

    private final Function<String, Optional<ApiKey>> keys;

    SigV4Verifier(Function<String, Optional<ApiKey>> keys) {
        this.keys = keys;
    }

    /**
     * Who signed, and what the body must hash to.
     *
     * @param payloadSha256 lower-case hex; empty when the payload is unsigned
     */
    record Signed(ApiKey key, Optional<String> payloadSha256) {
    }

    /**
     * Checks a request before its body.
     *
     * @param authorization the Authorization header, which a {@link RequestHead} does not carry
     * @throws R2Error as the rules say
     */
    Signed verify(RequestHead head, Optional<String> authorization, Clock clock) {
        boolean presigned = head.query().containsKey("X-Amz-Algorithm")
                || head.query().containsKey("X-Amz-Signature");
        if (!presigned && authorization.isEmpty()) {
            throw R2Error.invalidArgument("Authorization");
        }
        SignatureClaim claim = presigned
                ? SignatureClaim.ofQuery(head)
                : SignatureClaim.ofHeader(authorization.orElseThrow());
        ApiKey key = key(claim.accessKeyId());
        Instant signedAt = presigned
                ? date(head.parameter("X-Amz-Date"))
                : date(head.header("x-amz-date"));
        if (presigned) {
            checkLifetime(head, signedAt, clock.instant());
        } else if (Duration.between(signedAt, clock.instant()).abs().compareTo(SKEW) > 0) {
            throw skewed();
        }
        checkScope(claim, signedAt);
        String payloadHash = payloadHash(head, presigned);
        checkSignedHeaders(head, claim.signedHeaders());
        checkSignature(head, claim, key, signedAt, payloadHash);
        return new Signed(key, payloadHash.equals(UNSIGNED) ? Optional.empty() : Optional.of(payloadHash));
    }

    private ApiKey key(String accessKeyId) {
        if (accessKeyId.length() != KEY_ID_LENGTH) {
            throw R2Error.invalidArgument(
                    "Credential access key has length " + accessKeyId.length() + ", should be " + KEY_ID_LENGTH);
        }
        return keys.apply(accessKeyId).orElseThrow(() -> new R2Error(401, "Unauthorized", "Unauthorized"));
    }

    private static Instant date(Optional<String> text) {
        try {
            return LocalDateTime.parse(text.orElse(""), DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw R2Error.invalidArgument("Date provided in 'x-amz-date' header is missing or didn't parse");
        }
    }

    private static void checkLifetime(RequestHead head, Instant signedAt, Instant now) {
        if (!PRESIGNED_METHODS.contains(head.method())) {
            throw R2Error.notImplemented("Presigned " + head.method());
        }
        long expires;
        try {
            expires = Long.parseLong(head.parameter("X-Amz-Expires").orElse(""));
        } catch (NumberFormatException e) {
            throw R2Error.invalidArgument("X-Amz-Expires");
        }
        if (expires < 1 || expires > MAX_EXPIRES_SECONDS) {
            throw R2Error.invalidArgument("X-Amz-Expires must be between 1 second and 7 days");
        }
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw skewed();
        }
        if (now.isAfter(signedAt.plusSeconds(expires))) {
            throw new R2Error(403, "ExpiredRequest", "Request has expired.");
        }
    }

    private static R2Error skewed() {
        return new R2Error(403, "RequestTimeTooSkewed",
                "The difference between the request time and the server's time is too large.");
    }

    private static void checkScope(SignatureClaim claim, Instant signedAt) {
        if (!REGIONS.contains(claim.region())) {
            throw new R2Error(400, "InvalidRegionName", "The region name is not valid, must be auto");
        }
        if (!claim.day().equals(DATE.format(signedAt.atOffset(ZoneOffset.UTC)).substring(0, 8))
                || !claim.service().equals("s3")) {
            throw R2Error.wrongSignature();
        }
    }

    private static String payloadHash(RequestHead head, boolean presigned) {
        Optional<String> given = head.header("x-amz-content-sha256");
        if (presigned && given.isEmpty()) {
            given = head.parameter("X-Amz-Content-Sha256").or(() -> Optional.of(UNSIGNED));
        }
        String hash = given.orElseThrow(() -> R2Error.invalidRequest("Missing x-amz-content-sha256"));
        if (hash.startsWith("STREAMING-AWS4-")) {
            throw R2Error.notImplemented(hash);
        }
        boolean chunked = head.header("content-encoding").filter(coding -> coding.contains("aws-chunked")).isPresent();
        if (hash.startsWith("STREAMING-") || chunked) {
            throw R2Error.wrongSignature();
        }
        if (!hash.equals(UNSIGNED) && !hash.matches("[0-9a-f]{64}")) {
            throw R2Error.invalidArgument("x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a SHA-256 in hex");
        }
        return hash;
    }

    /** Host and every x-amz- header must be covered, or anyone on the way could change them. */
    private static void checkSignedHeaders(RequestHead head, List<String> signed) {
        boolean uncovered = head.headers().keySet().stream()
                .anyMatch(name -> name.startsWith("x-amz-") && !signed.contains(name));
        if (uncovered || !signed.contains("host")) {
            throw R2Error.wrongSignature();
        }
    }

    private static void checkSignature(RequestHead head, SignatureClaim claim, ApiKey key, Instant signedAt,
            String payloadHash) {
        String scope = claim.day() + "/" + claim.region() + "/" + claim.service() + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + DATE.format(signedAt.atOffset(ZoneOffset.UTC)) + "\n" + scope + "\n"
                + sha256(CanonicalRequest.of(head, claim.signedHeaders(), payloadHash));
        byte[] mac = ("AWS4" + key.credentials().secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String step : List.of(claim.day(), claim.region(), claim.service(), "aws4_request", toSign)) {
            mac = hmac(mac, step);
        }
        byte[] expected = HexFormat.of().formatHex(mac).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, claim.signature().getBytes(StandardCharsets.US_ASCII))) {
            throw R2Error.wrongSignature();
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    }
}
