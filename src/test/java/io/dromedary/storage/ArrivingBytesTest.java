package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download that is read while it arrives, in parts of four bytes. */
class ArrivingBytesTest {

    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private Download download;
    private ArrivingBytes bytes;

    @BeforeEach
    void firstPart(@TempDir Path folder) throws IOException {
        download = new Download(folder.resolve("input"), new Source.Web("https://example.com/a"),
                new DownloadLimits("input", 1000, Optional.empty()), 4, OptionalLong.empty(),
                new Pace(0, Duration.ofDays(1), Duration.ofDays(1), System::nanoTime).begin(), stop, (received, size) -> { });
        receive(download.head(), "0-3", "abcd");
        bytes = new ArrivingBytes(download);
    }

    @AfterEach
    void close() throws IOException {
        bytes.close();
        download.close();
    }

    private static void receive(Part part, String range, String text) throws IOException {
        part.receiveUrl(206, Map.of("Content-Range", "bytes " + range + "/8"),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void receiveRest() {
        try {
            receive(download.rest().get(0), "4-7", "efgh");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatHasComeIsReadAndOfWhatHasNotItIsTold() throws IOException {
        var told = new StringBuilder();
        bytes.whileWaiting(new ArrivingBytes.Waiting() {
            @Override
            public void goesOn() {
                told.append("waits ");
                receiveRest();
            }

            @Override
            public void ends() {
                told.append("ends");
            }
        });
        assertThat(bytes.readNBytes(4)).asString().isEqualTo("abcd");
        assertThat(told).isEmpty();
        assertThat(bytes.partRead()).isEqualTo(0.5);
        assertThat(bytes.readAllBytes()).asString().isEqualTo("efgh");
        assertThat(told).hasToString("waits ends");
        assertThat(bytes.waited()).isPositive();
    }

    @Test
    void whatWillNotBeWholeIsReadNoFurther() throws IOException {
        bytes.readNBytes(2);
        bytes.breakOff();
        assertThat(bytes.brokenOff()).isCompleted();
        assertThatThrownBy(() -> bytes.read()).isInstanceOf(IOException.class).hasMessage("The rest of the input does not arrive");
    }

    @Test
    void soItIsWhereThatIsKnownOnlyAfterMoreHasCome() throws IOException {
        bytes.whileWaiting(new ArrivingBytes.Waiting() {
            @Override
            public void goesOn() {
                receiveRest();
            }

            @Override
            public void ends() {
                bytes.breakOff();
            }
        });
        bytes.readNBytes(4);
        assertThatThrownBy(() -> bytes.read()).isInstanceOf(IOException.class);
    }

    @Test
    void waitingEndsWithTheJob() throws IOException {
        var looks = new AtomicInteger();
        bytes.whileWaiting(new ArrivingBytes.Waiting() {
            @Override
            public void goesOn() {
                looks.incrementAndGet();
                stop.complete(null);
            }

            @Override
            public void ends() {
                throw new AssertionError("nothing has come");
            }
        });
        bytes.readNBytes(4);
        assertThatThrownBy(() -> bytes.read()).isInstanceOf(CancellationException.class);
        assertThat(looks).hasValue(1);
    }
}
