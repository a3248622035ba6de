package io.dromedary.r2;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switches for what goes wrong, seen from a client that tries nothing twice. */
class R2DoubleFaultsTest {

    private static final int SIZE = 500_000;

    private R2Double r2;
    private Credentials key;

    @BeforeEach
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder);
        r2.createBucket("media");
        key = r2.newKey(Tier.OBJECT_READ_WRITE);
        r2.put("media", "k", new byte[SIZE], "video/mp4");
    }

    @AfterEach
    void stop() {
        r2.close();
    }

    @Test
    void theNextRequestsFailAndThoseAfterDoNot() throws IOException {
        Fault fault = r2.faults().on(Operation.GET_OBJECT, "media", "k").next(2).slowDown();
        assertThat(List.of(status(), status(), status())).containsExactly(503, 503, 200);
        assertThat(fault.struck()).isEqualTo(2);
    }

    @Test
    void aShareOfRequestsFailsEvenly() throws IOException {
        r2.faults().on(head -> head.method().equals("GET")).share(0.25).fail();
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(status());
        }
        assertThat(answers).containsExactly(200, 200, 200, 500, 200, 200, 200, 500);
    }

    @Test
    void aResetIsATcpReset() {
        r2.faults().on(Operation.GET_OBJECT).reset();
        assertThatThrownBy(this::status).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void aResetInTheMiddleOfABodyIsOneToo() throws IOException {
        r2.faults().on(Operation.GET_OBJECT).resetAfter(100_000);
        HttpURLConnection connection = open();
        try (InputStream in = connection.getInputStream()) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void aCutBodyIsShorterThanAnnounced() throws IOException {
        r2.faults().on(Operation.GET_OBJECT).cutAfter(100_000);
        HttpURLConnection connection = open();
        assertThat(connection.getContentLength()).isEqualTo(SIZE);
        try (InputStream in = connection.getInputStream()) {
            // The JDK's client returns what came before it complains or ends.
            assertThat(in.readNBytes(SIZE).length).isEqualTo(100_000);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Premature EOF");
        }
        assertThat(r2.counters().bytesSent("media", "k")).isEqualTo(100_000);
    }

    @Test
    void aStalledRequestGoesOnWhenReleased() throws Exception {
        Fault stall = r2.faults().on(Operation.GET_OBJECT).stall();
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(this::uncheckedStatus);
        stall.awaitStruck(1, SOON);
        assertThat(answer).isNotDone();
        stall.close();
        assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void aStallInTheMiddleOfABodyIsSilence() throws IOException {
        r2.faults().on(Operation.GET_OBJECT).stallAfter(1000);
        HttpURLConnection connection = open();
        connection.setReadTimeout(200);
        try (InputStream in = connection.getInputStream()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aStallOfATimeEndsByItself() throws IOException {
        r2.faults().on(Operation.GET_OBJECT).stall(Duration.ofMillis(150));
        long begin = System.nanoTime();
        assertThat(status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void slowBytesTakeTheirTime() throws IOException {
        r2.faults().on(Operation.GET_OBJECT).slow(SIZE * 2);
        long begin = System.nanoTime();
        try (InputStream in = open().getInputStream()) {
            assertThat(in.readAllBytes()).hasSize(SIZE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void requestsShareALine() throws Exception {
        r2.faults().on(Operation.GET_OBJECT).over(new Line(SIZE * 4));
        long begin = System.nanoTime();
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(this::uncheckedStatus);
        status();
        other.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void anObjectCanChangeAtAKnownMoment() {
        String etag = r2.object("media", "k").orElseThrow().etag();
        r2.faults().on(Operation.GET_OBJECT).next(1)
                .before(head -> r2.put("media", "k", new byte[SIZE + 1], "video/mp4"));
        RawHttp.Answer answer = RawHttp.send(r2.endpoint(), new SdkSigned(r2.endpoint(), key).request("GET",
                "/media/k", Map.of("If-Match", etag, "Range", "bytes=0-9"), new byte[0]));
        assertThat(answer.status()).isEqualTo(412);
    }

    @Test
    void aPutCutInTheMiddleLeavesTheOldObject() {
        r2.faults().on(Operation.PUT_OBJECT).resetAfter(1000);
        RawHttp.Request put = new SdkSigned(r2.endpoint(), key).request("PUT", "/media/k", Map.of(), new byte[9000]);
        assertThatThrownBy(() -> RawHttp.send(r2.endpoint(), put)).isInstanceOf(IllegalStateException.class);
        assertThat(r2.object("media", "k").orElseThrow().size()).isEqualTo(SIZE);
        assertThat(r2.counters().bytesReceived("media", "k")).isEqualTo(1000);
    }

    @Test
    void countsAreKeptPerKeyAndOperation() throws IOException {
        status();
        RawHttp.send(r2.endpoint(), new SdkSigned(r2.endpoint(), key)
                .request("GET", "/media/k", Map.of("Range", "bytes=0-99"), new byte[0]));
        assertThat(r2.counters().requests(Operation.GET_OBJECT, "media", "k")).isEqualTo(2);
        assertThat(r2.counters().requests("media", "other")).isZero();
        assertThat(r2.counters().bytesSent("media", "k")).isEqualTo(SIZE + 100);
        assertThat(r2.counters().maxConcurrent()).isEqualTo(1);
        assertThat(r2.counters().heads()).hasSize(2).allSatisfy(head -> {
            assertThat(head.headers()).doesNotContainKey("authorization");
            assertThat(head.toString()).doesNotContainPattern("Signature=[0-9a-f]");
        });
        r2.counters().reset();
        assertThat(r2.counters().requests()).isZero();
    }

    private int status() throws IOException {
        HttpURLConnection connection = open();
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            in.readAllBytes();
        }
        return status;
    }

    private int uncheckedStatus() {
        try {
            return status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A presigned read by the JDK's oldest client, which is kept from repeating itself by closing each connection. */
    private HttpURLConnection open() throws IOException {
        RawHttp.Request get = new SdkSigned(r2.endpoint(), key)
                .presigned("GET", "/media/k", Duration.ofMinutes(1), new byte[0]);
        URL url = URI.create(r2.endpoint() + get.target()).toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestProperty("Connection", "close");
        return connection;
    }
}
