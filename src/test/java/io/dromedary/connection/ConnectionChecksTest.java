package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.r2.Credentials;
import io.dromedary.r2.Operation;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trial of a connection says, of tokens that do and of all that goes wrong with the others. */
@Order(1)
class ConnectionChecksTest {

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static Credentials reader;
    private static Credentials writer;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.createBucket("empty");
        r2.put("media", "uploads/a.bin", new byte[100_000], "application/octet-stream");
        r2.put("media", "nothing/a.bin", new byte[0], "application/octet-stream");
        reader = r2.newKey(Tier.OBJECT_READ, "media", "empty");
        writer = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
    }

    @AfterAll
    static void stop() {
        r2.close();
    }

    @AfterEach
    void noBucketWasAskedForItself() {
        r2.faults().clear();
        assertThat(r2.counters().requests(Operation.HEAD_BUCKET)).isZero();
        assertThat(r2.keys("media")).containsExactly("nothing/a.bin", "uploads/a.bin");
    }

    @Test
    void aTokenThatMayReadPassesListAndRead() {
        r2.counters().reset();
        ConnectionCheck check = check(reader, "media", "uploads/", false);
        assertThat(check.isOk()).isTrue();
        assertThat(check.list().message()).isEqualTo("ok");
        assertThat(check.read().message()).isEqualTo("ok");
        assertThat(check.write()).isEmpty();
        assertThat(r2.counters().bytesSent("media", "uploads/a.bin")).isEqualTo(1);
    }

    @Test
    void aTokenThatMayNotWriteIsToldWhatItLacks() {
        ConnectionCheck check = check(reader, "media", "", true);
        assertThat(check.isOk()).isFalse();
        assertThat(check.list().ok()).isTrue();
        assertThat(check.write().orElseThrow().message()).contains("may not write", "'media'", "Object Read & Write");
    }

    @Test
    void aTokenThatMayWriteWritesAndLeavesNothingBehind() {
        ConnectionCheck check = check(writer, "media", "uploads/", true);
        assertThat(check.write().orElseThrow().message()).isEqualTo("ok");
        assertThat(check.isOk()).isTrue();
    }

    @Test
    void whatWasWrittenAndCannotBeDeletedIsNamed() {
        r2.faults().on(Operation.DELETE_OBJECT).fail(403, "AccessDenied");
        ConnectionCheck check = check(writer, "media", "uploads/", true);
        String left = r2.keys("media").get(1);
        assertThat(left).matches("uploads/\\.dromedary-check-[0-9a-f]{16}");
        assertThat(check.write().orElseThrow().message()).contains(left, "may not delete");
        r2.delete("media", left);
    }

    @Test
    void whereThereIsNothingToReadItSaysSo() {
        ConnectionCheck check = check(reader, "empty", "", false);
        assertThat(check.isOk()).isTrue();
        assertThat(check.read().message()).contains("no object here yet");
        assertThat(check(reader, "media", "nothing/", false).read().ok()).isTrue();
    }

    @Test
    void aBucketThatIsNotThereOrNotTheTokensIsNamed() {
        Credentials everywhere = r2.newKey(Tier.OBJECT_READ);
        assertThat(check(everywhere, "no-such-bucket", "", false).list().message()).contains("does not have the bucket 'no-such-bucket'");
        ConnectionCheck check = check(writer, "empty", "", false);
        assertThat(check.list().message()).contains("may not list in the bucket 'empty'", "Object Read");
        assertThat(check.read().message()).contains("Not tried");
    }

    @Test
    void wrongKeysAreToldApart() {
        assertThat(list(new Credentials(reader.accessKeyId(), "0".repeat(64)))).contains("secret access key does not belong");
        assertThat(list(new Credentials("0".repeat(32), "0".repeat(64)))).contains("does not know this access key id");
        assertThat(list(new Credentials("short", "0".repeat(64)))).contains("does not know this access key id");
    }

    @Test
    void anEndpointThatCannotBeReachedIsToldInTime() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        ConnectionCheck check = check(URI.create("http://127.0.0.1:" + nobody), reader, "media", "", true);
        assertThat(check.list().message()).contains("cannot be reached");
        assertThat(check.write().orElseThrow().message()).contains("cannot be reached");
        ConnectionCheck unknown = check(URI.create("http://store.invalid"), reader, "media", "", false);
        assertThat(unknown.list().message()).contains("host of the endpoint is not known");
    }

    @Test
    void aStoreThatIsSilentIsGivenUp() {
        try (var stall = r2.faults().on(Operation.LIST_OBJECTS).stall()) {
            assertThat(list(reader)).contains("does not answer in time");
            assertThat(stall.struck()).isPositive();
        }
    }

    @Test
    void clocksThatAreTooFarApartAreTold() {
        r2.faults().on(Operation.LIST_OBJECTS).fail(403, "RequestTimeTooSkewed");
        assertThat(list(reader)).contains("clock");
    }

    @Test
    void aStoreInTroubleIsTold() {
        r2.faults().on(Operation.GET_OBJECT).fail(500, "InternalError");
        assertThat(check(reader, "media", "", false).read().message()).contains("500 InternalError");
    }

    private static String list(Credentials key) {
        return check(key, "media", "", false).list().message();
    }

    private static ConnectionCheck check(Credentials key, String bucket, String prefix, boolean write) {
        return check(r2.endpoint(), key, bucket, prefix, write);
    }

    /** As the route does it, with a little less patience. */
    private static ConnectionCheck check(URI endpoint, Credentials key, String bucket, String prefix, boolean write) {
        var connection = new Connection("conn_1", "default", "s3", "store", endpoint.toString(), "auto", key.accessKeyId(), false, 0, 0);
        try (var client = PlainS3Clients.create(endpoint, "auto", key.accessKeyId(), key.secretAccessKey())) {
            var checks = new ConnectionChecks(new SecureRandom(), Duration.ofSeconds(10), System::nanoTime);
            var check = checks.begin(new ConnectionCheck(connection, client, bucket, prefix, write));
            checks.list(check);
            checks.read(check);
            if (check.isWriteAsked()) {
                checks.write(check);
                checks.remove(check);
            }
            return check;
        }
    }
}
