package io.dromedary.r2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the AWS SDK's own signer, so that the double's verifier is not checked by its own code. */
final class SdkSigned {

    private final URI endpoint;
    private final Credentials key;
    private final Clock clock;
    private final String region;

    SdkSigned(URI endpoint, Credentials key) {
        this(endpoint, key, Clock.systemUTC(), "auto");
    }

    private SdkSigned(URI endpoint, Credentials key, Clock clock, String region) {
        this.endpoint = endpoint;
        this.key = key;
        this.clock = clock;
        this.region = region;
    }

    SdkSigned at(Clock otherClock) {
        return new SdkSigned(endpoint, key, otherClock, region);
    }

    SdkSigned in(String otherRegion) {
        return new SdkSigned(endpoint, key, clock, otherRegion);
    }

    /** A request signed in its headers, the body's hash included. */
    RawHttp.Request request(String method, String target, Map<String, String> headers, byte[] body) {
        return finish(AwsV4HttpSigner.create().sign(base(method, target, headers, body, "http", false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                .build()), body);
    }

    RawHttp.Request request(String method, String target) {
        return request(method, target, Map.of(), new byte[0]);
    }

    /** A request whose body is not part of the signature, as the SDK signs over https. */
    RawHttp.Request unsignedPayload(String method, String target, byte[] body) {
        return finish(AwsV4HttpSigner.create().sign(base(method, target, Map.of(), body, "https", false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                .build()), body);
    }

    /**
     * An aws-chunked PUT.
     *
     * @param signedChunks whether each chunk is signed (the SDK's way over http) or not (over https, with a trailer)
     */
    RawHttp.Request chunkedPut(String target, byte[] body, boolean signedChunks, boolean trailer) {
        SignRequest.Builder<AwsCredentialsIdentity> base =
                base("PUT", target, Map.of(), body, signedChunks ? "http" : "https", false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, signedChunks)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true);
        if (trailer) {
            base.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
        }
        SignedRequest signed = AwsV4HttpSigner.create().sign(base.build());
        return finish(signed, read(signed.payload().orElseThrow()));
    }

    /**
     * A presigned URL's request: nothing in the headers but Host, and Content-Length where there is a body. Its payload is
     * unsigned, which this signer does for https addresses only; the scheme itself is not part of the signature.
     */
    RawHttp.Request presigned(String method, String target, Duration expires, byte[] body) {
        RawHttp.Request request = finish(AwsV4HttpSigner.create().sign(
                base(method, target, Map.of(), new byte[0], "https", true)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, expires)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                        .build()), body);
        return body.length == 0 ? request : request.with("Content-Length", Integer.toString(body.length));
    }

    private SignRequest.Builder<AwsCredentialsIdentity> base(String method, String target, Map<String, String> headers,
            byte[] body, String protocol, boolean presigned) {
        int mark = target.indexOf('?');
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .protocol(protocol)
                .host(endpoint.getHost())
                .port(endpoint.getPort())
                .encodedPath(mark < 0 ? target : target.substring(0, mark));
        RequestHead.splitQuery(mark < 0 ? "" : target.substring(mark + 1))
                .forEach(pair -> request.appendRawQueryParameter(pair[0], pair[1]));
        headers.forEach(request::putHeader);
        if (!presigned && (method.equals("PUT") || method.equals("POST"))) {
            request.putHeader("Content-Length", Integer.toString(body.length));
        }
        return SignRequest.builder(AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey()))
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock);
    }

    private static RawHttp.Request finish(SignedRequest signed, byte[] body) {
        SdkHttpRequest request = signed.request();
        Map<String, String> headers = new LinkedHashMap<>();
        request.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        String query = request.encodedQueryParameters().map(text -> "?" + text).orElse("");
        return new RawHttp.Request(request.method().name(), request.encodedPath() + query, headers, body);
    }

    private static byte[] read(ContentStreamProvider payload) {
        try (var in = payload.newStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
