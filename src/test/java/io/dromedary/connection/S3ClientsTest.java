package io.dromedary.connection;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.r2.Credentials;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.RequestHead;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What our client puts on the wire, seen by a double that refuses everything R2 refuses. */
@Tag("slow")
@Order(1)
class S3ClientsTest {

    private static final String BUCKET = "media";

    @TempDir
    Path folder;
    private R2Double r2;
    private Credentials key;
    private S3Client s3;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket(BUCKET);
        key = r2.newKey(Tier.OBJECT_READ_WRITE, BUCKET);
        s3 = PlainS3Clients.create(r2.endpoint(), "auto", key.accessKeyId(), key.secretAccessKey());
        file = Files.write(folder.resolve("body"), new byte[300_000]);
    }

    @AfterEach
    void stop() {
        s3.close();
        r2.close();
    }

    @Test
    void aPutGoesOutPlainWithItsRealHashAndWithoutExpect() {
        s3.putObject(put -> put.bucket(BUCKET).key("k").contentType("video/mp4"), RequestBody.fromFile(file));

        RequestHead head = r2.counters().heads(Operation.PUT_OBJECT).get(0);
        assertPlain(head, 300_000);
        assertThat(head.header("content-type")).contains("video/mp4");
        assertThat(r2.object(BUCKET, "k")).hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(300_000));
    }

    @Test
    void aPartGoesOutThatWayToo() {
        String id = s3.createMultipartUpload(create -> create.bucket(BUCKET).key("k")).uploadId();
        s3.uploadPart(part -> part.bucket(BUCKET).key("k").uploadId(id).partNumber(1), RequestBody.fromFile(file));

        assertPlain(r2.counters().heads(Operation.UPLOAD_PART).get(0), 300_000);
        s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("k").uploadId(id));
        assertThat(r2.openUploads()).isEmpty();
    }

    private static void assertPlain(RequestHead head, long size) {
        assertThat(head.header("x-amz-content-sha256")).hasValueSatisfying(
                hash -> assertThat(hash).matches("[0-9a-f]{64}"));
        assertThat(head.header("content-length")).contains(Long.toString(size));
        assertThat(head.headers()).doesNotContainKeys("expect", "content-encoding", "transfer-encoding",
                "x-amz-trailer", "x-amz-decoded-content-length", "x-amz-sdk-checksum-algorithm");
        assertThat(head.headers().keySet()).noneMatch(name -> name.startsWith("x-amz-checksum-"));
    }

    @Test
    void readsAskForNoChecksums() {
        r2.put(BUCKET, "k", new byte[10], "text/plain");
        assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")).asByteArray()).hasSize(10);
        assertThat(r2.counters().heads(Operation.GET_OBJECT).get(0).headers()).doesNotContainKey("x-amz-checksum-mode");
    }

    @Test
    void aClientWithTheSdksDefaultsIsRefused() {
        try (S3Client ordinary = S3Client.builder()
                .endpointOverride(r2.endpoint())
                .region(Region.of("auto"))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .build()) {
            assertThatThrownBy(() -> ordinary.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromFile(file)))
                    .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isIn(403, 501));
        }
        assertThat(r2.keys(BUCKET)).isEmpty();
        RequestHead head = r2.counters().heads(Operation.PUT_OBJECT).get(0);
        assertThat(head.header("expect")).as("what has to be stripped").contains("100-continue");
    }

    @Test
    void theHttpClientsOwnSettingDoesNotTakeExpectAway() {
        try (S3Client settingOnly = S3Client.builder()
                .endpointOverride(r2.endpoint())
                .region(Region.of("auto"))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .httpClientBuilder(ApacheHttpClient.builder().expectContinueEnabled(false))
                .build()) {
            settingOnly.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromFile(file));
        }
        assertThat(r2.counters().heads(Operation.PUT_OBJECT).get(0).headers())
                .as("why the interceptor is there").containsKey("expect");
    }

    @Test
    void anEmptyRegionIsAuto() {
        try (S3Client noRegion = PlainS3Clients.create(r2.endpoint(), "", key.accessKeyId(), key.secretAccessKey());
                S3Client alias = PlainS3Clients.create(r2.endpoint(), "us-east-1", key.accessKeyId(),
                        key.secretAccessKey())) {
            assertThat(noRegion.listObjectsV2(list -> list.bucket(BUCKET)).contents()).isEmpty();
            assertThat(alias.listObjectsV2(list -> list.bucket(BUCKET)).contents()).isEmpty();
        }
    }

    @Test
    void aFailingCallIsTriedThreeTimes() {
        r2.faults().on(Operation.LIST_OBJECTS).slowDown();
        assertThatThrownBy(() -> s3.listObjectsV2(list -> list.bucket(BUCKET))).isInstanceOf(S3Exception.class);
        assertThat(r2.counters().requests(Operation.LIST_OBJECTS)).isEqualTo(S3Clients.MAX_ATTEMPTS);
    }

    @Test
    void twoBadAnswersAreForgiven() {
        r2.faults().on(Operation.PUT_OBJECT).next(1).fail();
        r2.faults().on(Operation.PUT_OBJECT).next(1).reset();
        s3.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromFile(file));
        assertThat(r2.object(BUCKET, "k")).isPresent();
    }

    @Test
    void aSilentStoreIsGivenUp() {
        r2.faults().on(Operation.LIST_OBJECTS).stall();
        try (S3Client impatient = PlainS3Clients.create(r2.endpoint(), "auto", key.accessKeyId(), key.secretAccessKey(),
                Duration.ofMillis(200))) {
            assertThatThrownBy(() -> impatient.listObjectsV2(list -> list.bucket(BUCKET)))
                    .isInstanceOf(SdkClientException.class).hasMessageContaining("timed out");
        }
    }

    @Test
    void anUploadOfWhichAStoreTakesNoMoreIsSentAgain() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[24_000_000]);
        // Far more is on its way than what the buffers of the connection hold.
        try (var silent = r2.faults().on(Operation.PUT_OBJECT).next(1).stallAfter(100_000);
                S3Client impatient = PlainS3Clients.create(r2.endpoint(), "auto", key.accessKeyId(), key.secretAccessKey(),
                        Duration.ofSeconds(5))) {
            impatient.putObject(put -> put.bucket(BUCKET).key("large"), RequestBody.fromFile(large));
            assertThat(silent.struck()).isEqualTo(1);
        }
        assertThat(r2.object(BUCKET, "large"))
                .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(24_000_000));
    }

    @Test
    void manyReadsRunAtOnceOnOneClient() throws Exception {
        r2.put(BUCKET, "k", new byte[64], "text/plain");
        int reads = 32;
        ExecutorService threads = Executors.newFixedThreadPool(reads);
        try (var stall = r2.faults().on(Operation.GET_OBJECT).stall()) {
            List<Future<ResponseBytes<GetObjectResponse>>> answers = IntStream.range(0, reads)
                    .mapToObj(i -> threads.submit(() -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("k"))))
                    .toList();
            stall.awaitStruck(reads, SOON);
            stall.close();
            for (Future<ResponseBytes<GetObjectResponse>> answer : answers) {
                assertThat(answer.get().asByteArray()).hasSize(64);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(r2.counters().maxConcurrent()).isEqualTo(reads);
    }

    @Test
    void theSecretIsNeverShown() {
        String secret = key.secretAccessKey();
        assertThat(s3.toString()).doesNotContain(secret);
        assertThat(s3.serviceClientConfiguration().toString()).doesNotContain(secret);
        assertThat(s3.serviceClientConfiguration().credentialsProvider().toString()).doesNotContain(secret);
        try (S3Client stranger = PlainS3Clients.create(r2.endpoint(), "auto", "x".repeat(32), secret)) {
            assertThatThrownBy(() -> stranger.listObjectsV2(list -> list.bucket(BUCKET)))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(secret));
        }
    }

    @Test
    void nothingIsLookedUpForMissingArguments() {
        assertThatThrownBy(() -> PlainS3Clients.create(URI.create("ftp://x"), "auto", "id", "secret"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlainS3Clients.create(r2.endpoint(), "auto", " ", "secret"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("access key id is missing");
        assertThatThrownBy(() -> PlainS3Clients.create(r2.endpoint(), "auto", "id", null))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("secret access key is missing");
        assertThat(s3.serviceClientConfiguration().overrideConfiguration().defaultProfileFile())
                .hasValueSatisfying(profiles -> assertThat(profiles.profiles()).isEmpty());
    }
}
