package io.dromedary.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.connection.PlainS3Clients;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What the product relies on in a store, through the client it uses. Runs against the double and against a server
 * written by others, so that the double cannot agree with its author's mistakes only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StorageContractTest {

    static final String BUCKET = "media";
    private static final int PART = 5 << 20;

    private S3Client s3;
    private ShortCalls calls;

    @TempDir
    Path scratch;

    /** Starts the store, with the bucket {@link #BUCKET} in it. */
    abstract void startStore(Path folder) throws Exception;

    abstract void stopStore() throws Exception;

    abstract URI endpoint();

    abstract Credentials key();

    /** A key that may read only; the ordinary one where the store has {@link Difference#ONE_KEY_PAIR}. */
    abstract Credentials readOnlyKey();

    abstract Set<Difference> differences();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        startStore(folder);
        s3 = PlainS3Clients.create(endpoint(), "auto", key().accessKeyId(), key().secretAccessKey());
        calls = new ShortCalls(s3, BUCKET);
    }

    @AfterAll
    void stop() throws Exception {
        s3.close();
        stopStore();
    }

    @Test
    void aFileComesBackAsItWasWithTypeAndMetadata() throws Exception {
        byte[] content = random(300_000, 1);
        Path file = Files.write(scratch.resolve("in.mp4"), content);
        String etag = s3.putObject(put -> put.bucket(BUCKET).key("round/trip.mp4").contentType("video/mp4")
                .cacheControl("max-age=31536000").metadata(Map.of("job", "j-1")), RequestBody.fromFile(file)).eTag();

        assertThat(calls.get("round/trip.mp4")).isEqualTo(content);
        HeadObjectResponse head = s3.headObject(request -> request.bucket(BUCKET).key("round/trip.mp4"));
        assertThat(head.contentLength()).isEqualTo(300_000);
        assertThat(head.contentType()).isEqualTo("video/mp4");
        assertThat(head.cacheControl()).isEqualTo("max-age=31536000");
        assertThat(head.metadata()).containsEntry("job", "j-1");
        assertThat(head.eTag()).isEqualTo(etag).isEqualTo("\"" + md5(content) + "\"");
    }

    @Test
    void anEmptyObjectIsAnObject() {
        calls.put("empty", new byte[0]);
        assertThat(calls.get("empty")).isEmpty();
        assertThat(s3.headObject(head -> head.bucket(BUCKET).key("empty")).contentLength()).isZero();
        assertStatus(416, () -> calls.range("empty", "bytes=0-0", null));
    }

    @ParameterizedTest(name = "key {0}")
    @ValueSource(strings = {"a b/c d.mp4", "plus+plus.mp4", "100%.mp4", "50%25.mp4", "what?.mp4", "a#b.mp4",
            "it's \"quoted\".mp4", "Ünïcödé/日本語/🐪.mp4", "semi;colon=equals&and.mp4", "(1)[2]{3}~!$*@,:.mp4",
            "back\\slash.mp4", "<tag>.mp4"})
    void hardKeysSurviveTheRoundTrip(String key) throws Exception {
        assertRoundTrip(key);
    }

    @ParameterizedTest(name = "key {0}")
    @ValueSource(strings = {"/leading", "two//slashes", "trailing/slash/", "a/./b", "a/../b"})
    void slashesAndDotsAreNotTidiedUp(String key) throws Exception {
        if (differences().contains(Difference.KEYS_ARE_PATHS)) {
            assertThatThrownBy(() -> assertRoundTrip(key)).isInstanceOfAny(AssertionError.class, S3Exception.class);
        } else {
            assertRoundTrip(key);
        }
    }

    void assertRoundTrip(String key) throws Exception {
        byte[] content = key.getBytes("UTF-8");
        calls.put(key, content);
        assertThat(calls.get(key)).isEqualTo(content);
        assertThat(calls.range(key, "bytes=0-1", null)).isEqualTo(Arrays.copyOf(content, 2));
        assertThat(calls.allKeys("")).contains(key);
        try (S3Presigner presigner = ShortCalls.presigner(endpoint(), key())) {
            URI url = presigner.presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(get -> get.bucket(BUCKET).key(key))).url().toURI();
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(content);
        }
        s3.deleteObject(delete -> delete.bucket(BUCKET).key(key));
        assertThat(calls.allKeys("")).doesNotContain(key);
    }

    @Test
    void rangesOfAnUnchangedObjectAddUp() {
        byte[] content = random(1_000_000, 2);
        calls.put("ranged", content);
        String etag = s3.headObject(head -> head.bucket(BUCKET).key("ranged")).eTag();

        byte[] first = calls.range("ranged", "bytes=0-399999", etag);
        byte[] second = calls.range("ranged", "bytes=400000-", etag);
        assertThat(first).isEqualTo(Arrays.copyOf(content, 400_000));
        assertThat(second).isEqualTo(Arrays.copyOfRange(content, 400_000, 1_000_000));
        assertThat(calls.range("ranged", "bytes=-10", etag)).isEqualTo(Arrays.copyOfRange(content, 999_990, 1_000_000));
        assertThat(calls.range("ranged", "bytes=999990-2000000", etag)).hasSize(10);
    }

    @Test
    void aRangeOfAChangedObjectIsRefused() {
        calls.put("changing", random(100, 3));
        String etag = s3.headObject(head -> head.bucket(BUCKET).key("changing")).eTag();
        calls.put("changing", random(100, 4));
        assertStatus(412, () -> calls.range("changing", "bytes=0-9", etag));
    }

    @Test
    void aRangePastTheEndIsRefused() {
        calls.put("short", random(10, 5));
        assertStatus(416, () -> calls.range("short", "bytes=10-19", null));
    }

    @Test
    void anObjectOverwrittenWhileReadStaysWhole() throws Exception {
        byte[] old = random(8 << 20, 6);
        calls.put("busy", old);
        try (InputStream in = s3.getObject(request -> request.bucket(BUCKET).key("busy"))) {
            byte[] begin = in.readNBytes(1000);
            calls.put("busy", random(8 << 20, 7));
            byte[] rest = in.readAllBytes();
            assertThat(begin).isEqualTo(Arrays.copyOf(old, 1000));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(old, 1000, old.length));
        }
    }

    @Test
    void aKeyCanBePublishedOnce() {
        s3.putObject(put -> put.bucket(BUCKET).key("once").ifNoneMatch("*"), RequestBody.fromString("first"));
        assertStatus(412, () -> s3.putObject(put -> put.bucket(BUCKET).key("once").ifNoneMatch("*"),
                RequestBody.fromString("second")));
        assertThat(calls.get("once")).asString().isEqualTo("first");
    }

    @Test
    void partsOfAFileBecomeTheFile() throws Exception {
        byte[] content = random(2 * PART + 1234, 8);
        Path file = Files.write(scratch.resolve("big"), content);
        String upload = calls.begin("multi/big.mp4");
        List<CompletedPart> parts = calls.uploadParts("multi/big.mp4", upload, file, PART);
        assertThat(s3.listParts(list -> list.bucket(BUCKET).key("multi/big.mp4").uploadId(upload)).parts()).hasSize(3);
        String etag = calls.complete("multi/big.mp4", upload, parts);

        assertThat(etag).matches("\"[0-9a-f]{32}-3\"");
        HeadObjectResponse head = s3.headObject(request -> request.bucket(BUCKET).key("multi/big.mp4"));
        assertThat(head.contentType()).isEqualTo("video/mp4");
        assertThat(head.eTag()).isEqualTo(etag);
        assertThat(calls.get("multi/big.mp4")).isEqualTo(content);
        assertThat(calls.openUploads()).doesNotContain(upload);
    }

    @Test
    void anAbortedUploadLeavesNothing() throws Exception {
        Path file = Files.write(scratch.resolve("big"), random(PART, 9));
        String upload = calls.begin("multi/aborted");
        calls.uploadParts("multi/aborted", upload, file, PART);
        assertThat(calls.openUploads()).contains(upload);

        s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("multi/aborted").uploadId(upload));
        assertThat(calls.openUploads()).doesNotContain(upload);
        assertStatus(404, () -> s3.headObject(head -> head.bucket(BUCKET).key("multi/aborted")));
        RequestBody late = RequestBody.fromFile(file);
        if (differences().contains(Difference.LATE_PARTS)) {
            calls.part("multi/aborted", upload, 2, late);
        } else {
            assertStatus(404, () -> calls.part("multi/aborted", upload, 2, late));
        }
        assertStatus(404, () -> s3.headObject(head -> head.bucket(BUCKET).key("multi/aborted")));
    }

    @Test
    void partsMustBeEqualOnR2() {
        String upload = calls.begin("multi/unequal");
        List<CompletedPart> parts = List.of(
                calls.part("multi/unequal", upload, 1, RequestBody.fromBytes(new byte[PART + 1])),
                calls.part("multi/unequal", upload, 2, RequestBody.fromBytes(new byte[PART])),
                calls.part("multi/unequal", upload, 3, RequestBody.fromBytes(new byte[1])));
        if (differences().contains(Difference.UNEQUAL_PARTS)) {
            assertThat(calls.complete("multi/unequal", upload, parts)).isNotBlank();
        } else {
            assertStatus(400, () -> calls.complete("multi/unequal", upload, parts));
            s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("multi/unequal").uploadId(upload));
        }
    }

    @Test
    void listsByPrefixPageByPage() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            calls.put("list/a/" + i, new byte[i]);
            expected.add("list/a/" + i);
        }
        calls.put("list/b/x", new byte[1]);
        calls.put("listing", new byte[1]);

        ListObjectsV2Response page = s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("list/a/").maxKeys(3));
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.contents()).extracting(S3Object::key).isEqualTo(expected.subList(0, 3));
        assertThat(page.contents()).extracting(S3Object::size).containsExactly(0L, 1L, 2L);
        assertThat(s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix("list/a/").maxKeys(3)).contents())
                .extracting(S3Object::key).isEqualTo(expected);

        ListObjectsV2Response folders = s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("list/").delimiter("/"));
        assertThat(folders.commonPrefixes()).extracting(common -> common.prefix())
                .containsExactly("list/a/", "list/b/");
        assertThat(folders.contents()).isEmpty();
        assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("list/").startAfter("list/a/5")).contents())
                .extracting(S3Object::key).containsExactly("list/a/6", "list/b/x");
        // Camel's consumer still lists by the first version.
        assertThat(s3.listObjects(list -> list.bucket(BUCKET).prefix("list/a/").maxKeys(2)).contents())
                .extracting(S3Object::key).containsExactly("list/a/0", "list/a/1");
    }

    @Test
    void aCopyHasTheSameContent() {
        calls.put("copy/source one", random(1000, 10));
        s3.copyObject(copy -> copy.sourceBucket(BUCKET).sourceKey("copy/source one")
                .destinationBucket(BUCKET).destinationKey("copy/target"));
        assertThat(calls.get("copy/target")).isEqualTo(random(1000, 10));
    }

    @Test
    void aCopyOfAnObjectThatChangedIsRefused() {
        calls.put("copy/changed", random(1000, 10));
        assertStatus(412, () -> s3.copyObject(copy -> copy.sourceBucket(BUCKET).sourceKey("copy/changed")
                .copySourceIfMatch("\"0123456789abcdef0123456789abcdef\"").destinationBucket(BUCKET)
                .destinationKey("copy/not-made")));
        assertStatus(404, () -> s3.headObject(head -> head.bucket(BUCKET).key("copy/not-made")));
    }

    @Test
    void anObjectIsCopiedInParts() {
        byte[] content = random(PART + 1234, 12);
        calls.put("copy/large", content);
        String etag = s3.headObject(head -> head.bucket(BUCKET).key("copy/large")).eTag();
        String upload = calls.begin("copy/in-parts");
        List<CompletedPart> parts = List.of(copyPart(upload, 1, 0, PART, etag),
                copyPart(upload, 2, PART, content.length, etag));
        calls.complete("copy/in-parts", upload, parts);
        assertThat(calls.get("copy/in-parts")).isEqualTo(content);
    }

    private CompletedPart copyPart(String upload, int number, int from, int to, String etag) {
        String copied = s3.uploadPartCopy(part -> part.sourceBucket(BUCKET).sourceKey("copy/large")
                .copySourceIfMatch(etag).copySourceRange("bytes=" + from + "-" + (to - 1)).destinationBucket(BUCKET)
                .destinationKey("copy/in-parts").uploadId(upload).partNumber(number)).copyPartResult().eTag();
        return CompletedPart.builder().partNumber(number).eTag(copied).build();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> calls.get("nothing")).isInstanceOf(NoSuchKeyException.class);
        assertStatus(404, () -> s3.headObject(head -> head.bucket(BUCKET).key("nothing")));
        assertStatus(404, () -> s3.getObjectAsBytes(get -> get.bucket("no-such-bucket").key("k")));
        s3.deleteObject(delete -> delete.bucket(BUCKET).key("nothing"));
    }

    @Test
    void aReadOnlyKeyReadsAndDoesNotWrite() {
        calls.put("readable", random(10, 11));
        Credentials reader = readOnlyKey();
        try (S3Client readOnly = PlainS3Clients.create(endpoint(), "auto", reader.accessKeyId(), reader.secretAccessKey())) {
            assertThat(readOnly.getObjectAsBytes(get -> get.bucket(BUCKET).key("readable")).asByteArray()).hasSize(10);
            assertThat(readOnly.listObjectsV2(list -> list.bucket(BUCKET).maxKeys(1)).contents()).hasSize(1);
            Executable write = () -> readOnly.putObject(put -> put.bucket(BUCKET).key("written"),
                    RequestBody.fromString("x"));
            if (differences().contains(Difference.ONE_KEY_PAIR)) {
                assertThat(reader).isEqualTo(key());
            } else {
                assertStatus(403, write);
                assertStatus(403, () -> readOnly.createMultipartUpload(create -> create.bucket(BUCKET).key("written")));
            }
        }
    }

    @Test
    void aWrongSecretIsRefused() {
        try (S3Client wrong = PlainS3Clients.create(endpoint(), "auto", key().accessKeyId(), "not the secret")) {
            assertStatus(403, () -> wrong.listObjectsV2(list -> list.bucket(BUCKET)));
        }
    }

    private static void assertStatus(int status, Executable call) {
        S3Exception e = catchThrowableOfType(S3Exception.class, call::execute);
        assertThat(e).as("an answer of " + status).isNotNull();
        assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] content) {
        return HexFormat.of().formatHex(Digests.md5().digest(content));
    }
}
