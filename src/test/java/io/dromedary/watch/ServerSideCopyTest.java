package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.connection.PlainS3Clients;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import io.dromedary.storage.ObjectUrl;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Copies of large objects within the store. */
class ServerSideCopyTest {

    private static final int PART = 5 << 20;
    private static final ObjectUrl FROM = new ObjectUrl("media", "in/ä b.mp4");
    private static final ObjectUrl TO = new ObjectUrl("media", "done/ä b.mp4");

    private final ServerSideCopy copy = new ServerSideCopy(PART, PART);
    private R2Double r2;
    private S3Client s3;

    @BeforeEach
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder);
        r2.createBucket("media");
        Credentials key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
        s3 = PlainS3Clients.create(r2.endpoint(), "auto", key.accessKeyId(), key.secretAccessKey());
    }

    @AfterEach
    void stop() {
        s3.close();
        r2.close();
    }

    @Test
    void aLargeObjectIsCopiedInPartsWithItsType() {
        copy(put(2 * PART + 77));
        assertCopied(2 * PART + 77);
        assertThat(r2.counters().requests(Operation.UPLOAD_PART_COPY)).isEqualTo(3);
        assertThat(r2.openUploads()).isEmpty();
    }

    @Test
    void aCopyIsThereThoughTheAnswerToItWasLost() {
        r2.faults().on(Operation.COMPLETE_MULTIPART_UPLOAD).next(1).dropAnswer();
        copy(put(PART + 1));
        assertCopied(PART + 1);
        assertThat(r2.openUploads()).isEmpty();
    }

    @Test
    void anotherContentIsNotCopiedAndNothingStaysBehind() {
        put(PART + 1);
        assertThatThrownBy(() -> copy("0123456789abcdef0123456789abcdef"))
                .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(r2.object("media", TO.key())).isEmpty();
        assertThat(r2.openUploads()).isEmpty();
    }

    private void copy(String etag) {
        copy.copyInParts(s3, FROM, etag, TO, s3.headObject(head -> head.bucket(FROM.bucket()).key(FROM.key())));
    }

    private String put(int size) {
        return r2.put("media", FROM.key(), content(size), "video/mp4").etag();
    }

    private void assertCopied(int size) {
        assertThat(r2.object("media", TO.key())).hasValueSatisfying(object -> {
            assertThat(object.path()).hasBinaryContent(content(size));
            assertThat(object.contentType()).isEqualTo("video/mp4");
        });
        assertThat(r2.counters().bytesSent("media", FROM.key())).as("bytes that came here").isZero();
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(1).nextBytes(content);
        return content;
    }
}
