package io.dromedary.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Makes S3 clients that Cloudflare R2 understands, one per endpoint and key pair.
 *
 * <p>R2 accepts only plain bodies. By default, the AWS SDK for Java 2.41 wraps uploads into {@code aws-chunked} with a
 * checksum trailer, which R2 answers by 403 or 501. The settings here are based on observed requests:
 * <ul>
 * <li>checksums only when an operation requires them, and no chunked encoding: over https the body goes out plain and
 *     unsigned, over http (tests, stores in the local network) with its SHA-256. The latter reads the body twice, so
 *     uploads must come from a file or from bytes, never from a stream that cannot rewind;</li>
 * <li>path style, because bucket names with dots and stores without wildcard DNS work with it too;</li>
 * <li>{@link NoExpectContinue}: R2 never answers {@code 100 Continue}.</li>
 * </ul>
 *
 * <p>The clients use only the arguments: no credential chain, no profile files, no instance metadata, no proxy of the
 * environment. A store's answers are not trusted: {@link StoreHttpClient} limits their headers, and {@link BoundedAnswers}
 * their bodies, except objects.
 */
final class S3Clients {

    /** Parallel ranged reads of several jobs share one client: this many connections; further requests wait. */
    static final int MAX_CONNECTIONS = 64;

    /** Tries of one call, including the first one. The routes' redelivery repeats it for longer. */
    static final int MAX_ATTEMPTS = 3;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Silence on a connection, not the length of a transfer: CompleteMultipartUpload of many parts may take long. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(50);
    private static final Duration POOL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration IDLE_TIME = Duration.ofSeconds(30);

    private S3Clients() {
    }

    /**
     * Creates a client that waits fifty seconds on a silent connection.
     *
     * @param endpoint        {@code http} or {@code https} address of the store, without bucket
     * @param region          the store's region; {@code auto} (R2's only one) when empty
     * @param accessKeyId     the public half of the key pair
     * @param secretAccessKey the secret half; no text form of the client contains it
     * @param hosts           resolves the host of the store for each connection
     * @param onStop          gets an action for each request that aborts it
     * @return a client, which the caller must close; it owns its connections
     * @throws IllegalArgumentException if the endpoint is no http(s) address, or a half of the key pair is blank
     */
    static S3Client create(URI endpoint, String region, String accessKeyId, String secretAccessKey,
            DnsResolver hosts, Consumer<Runnable> onStop) {
        return create(endpoint, region, accessKeyId, secretAccessKey, hosts, onStop, SOCKET_TIMEOUT);
    }

    /** @param silence how long a connection may stay silent before the attempt counts as failed */
    static S3Client create(URI endpoint, String region, String accessKeyId, String secretAccessKey,
            DnsResolver hosts, Consumer<Runnable> onStop, Duration silence) {
        checkEndpoint(endpoint);
        // Checks the pair here, as the SDK's own message would contain the values.
        requireText(accessKeyId, "access key id");
        requireText(secretAccessKey, "secret access key");
        ProfileFile noProfiles = ProfileFile.aggregator().build();
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(region(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .defaultsMode(DefaultsMode.STANDARD)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(true)
                        .chunkedEncodingEnabled(false)
                        .profileFile(() -> noProfiles)
                        .build())
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .defaultProfileFileSupplier(() -> noProfiles)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .build())
                        .addExecutionInterceptor(new NoExpectContinue())
                        .addExecutionInterceptor(new BoundedAnswers())
                        .build())
                .httpClientBuilder(defaults -> new WatchedRequests(new StoreHttpClient(hosts, MAX_CONNECTIONS,
                        new StoreHttpClient.Patience(POOL_TIMEOUT, CONNECT_TIMEOUT, silence, IDLE_TIME)), silence, onStop))
                .build();
    }

    /** Signs URLs for others, who need no key then. It asks nobody anything, and must be closed. */
    static S3Presigner presigner(URI endpoint, String region, String accessKeyId, String secretAccessKey) {
        ProfileFile noProfiles = ProfileFile.aggregator().build();
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(region(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(true)
                        .chunkedEncodingEnabled(false)
                        .profileFile(() -> noProfiles)
                        .build())
                .build();
    }

    private static Region region(String region) {
        return Region.of(region == null || region.isBlank() ? "auto" : region);
    }

    private static void checkEndpoint(URI endpoint) {
        Objects.requireNonNull(endpoint, "endpoint");
        String scheme = endpoint.getScheme();
        if (endpoint.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("endpoint is not an http or https address");
        }
    }

    private static void requireText(String text, String name) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }
}
