package io.dromedary.r2;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.connection.PlainS3Clients;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The double beside R2's rules: what it keeps, and how it behaves under several writers. */
class R2DoubleTest {

    @TempDir
    Path folder;

    @Test
    void aRestartKeepsObjectsAndUploads() {
        byte[] content = "0123456789".getBytes();
        String upload;
        try (R2Double r2 = R2Double.start(folder)) {
            r2.createBucket("media");
            SdkSigned client = new SdkSigned(r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE));
            RawHttp.send(r2.endpoint(), client.request("PUT", "/media/a%20b",
                    Map.of("Content-Type", "video/mp4", "x-amz-meta-job", "j-1"), content));
            upload = RawHttp.send(r2.endpoint(), client.request("POST", "/media/big?uploads=")).element("UploadId");
            RawHttp.send(r2.endpoint(), client.request("PUT", "/media/big?partNumber=1&uploadId=" + upload, Map.of(),
                    content));
        }
        try (R2Double r2 = R2Double.start(folder)) {
            assertThat(r2.keys("media")).containsExactly("a b");
            assertThat(r2.object("media", "a b")).hasValueSatisfying(object -> {
                assertThat(object.path()).hasBinaryContent(content);
                assertThat(object.contentType()).isEqualTo("video/mp4");
                assertThat(object.metadata()).containsEntry("job", "j-1");
                assertThat(object.etag()).isEqualTo("781e5e245d69b566979b86e28d23f2c7");
            });
            assertThat(r2.openUploads()).containsExactly(new OpenUpload("media", "big", upload, 1));
        }
    }

    @Test
    void manyObjectsAreListedPageByPageInTimeThatDoesNotGrowWithTheBucket() {
        try (R2Double r2 = R2Double.start(folder)) {
            r2.createBucket("media");
            for (int i = 0; i < 2_500; i++) {
                r2.put("media", "many/%04d".formatted(i), new byte[1], "video/mp4");
            }
            r2.put("media", "other", new byte[1], "video/mp4");
            Credentials reader = r2.newKey(Tier.OBJECT_READ, "media");
            try (S3Client s3 = PlainS3Clients.create(r2.endpoint(), "auto", reader.accessKeyId(), reader.secretAccessKey())) {
                List<String> keys = s3.listObjectsV2Paginator(list -> list.bucket("media").prefix("many/")).contents()
                        .stream().map(S3Object::key).toList();
                assertThat(keys).hasSize(2_500).doesNotHaveDuplicates().isSorted();
                assertThat(r2.counters().requests(Operation.LIST_OBJECTS)).isEqualTo(3);
                assertThat(s3.listObjectsV2(list -> list.bucket("media").prefix("many/").startAfter("many/2498"))
                        .contents()).extracting(S3Object::key).containsExactly("many/2499");
                assertThat(s3.listObjectsV2(list -> list.bucket("media").prefix("n")).contents()).isEmpty();
            }
        }
    }

    @Test
    void ofManyWhoPublishOnceOneWins() throws Exception {
        try (R2Double r2 = R2Double.start(folder)) {
            r2.createBucket("media");
            SdkSigned client = new SdkSigned(r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            Fault together = r2.faults().on(Operation.PUT_OBJECT).stall();
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> RawHttp.send(r2.endpoint(), client.request("PUT",
                            "/media/once", Map.of("If-None-Match", "*"), new byte[1000])).status(), threads))
                    .toList();
            together.awaitStruck(8, SOON);
            together.close();
            assertThat(answers.stream().map(CompletableFuture::join)).containsOnlyOnce(200).contains(412);
            threads.shutdown();
            try (Stream<Path> files = Files.list(r2.object("media", "once").orElseThrow().path().getParent())) {
                assertThat(files).as("losers' bodies are gone").hasSize(1);
            }
        }
    }

    @Test
    void aBodyOfFiveGibibytesIsTooLargeForOnePut() {
        try (R2Double r2 = R2Double.start(folder)) {
            r2.createBucket("media");
            RawHttp.Request put = new SdkSigned(r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE))
                    .presigned("PUT", "/media/k", Duration.ofMinutes(1), new byte[1])
                    .with("Content-Length", Long.toString(5L << 30));
            RawHttp.Answer answer = RawHttp.sendCut(r2.endpoint(), put, 1);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.element("Code")).isEqualTo("EntityTooLarge");
        }
    }

    @Test
    void bucketsAreReachedByHostNameToo() {
        try (R2Double r2 = R2Double.start(folder)) {
            r2.createBucket("media");
            r2.put("media", "k", "content".getBytes(), "text/plain");
            Credentials key = r2.newKey(Tier.OBJECT_READ);
            URI host = URI.create("http://media.localhost:" + r2.endpoint().getPort());
            SdkSigned client = new SdkSigned(host, key);
            assertThat(RawHttp.send(r2.endpoint(), client.request("GET", "/k")).text()).isEqualTo("content");
        }
    }
}
