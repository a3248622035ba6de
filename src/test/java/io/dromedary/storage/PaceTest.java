package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How slowly inputs may come, by a clock of the test's own. */
class PaceTest {

    private static final int RATE = 1000;
    private static final DownloadLimits INPUT = new DownloadLimits("input", 1L << 40, Optional.empty());

    @TempDir
    Path folder;
    private long seconds;
    private final Pace.Meter meter = new Pace(RATE, Duration.ofSeconds(60), Duration.ofSeconds(600),
            () -> TimeUnit.SECONDS.toNanos(seconds)).begin();

    /** One request waits so long for so many bytes. */
    private void waited(int time, long bytes) {
        meter.waits();
        seconds += time;
        meter.got(bytes);
        meter.check(INPUT);
    }

    private void assertTooSlow(int time, long bytes, String words) {
        assertThatThrownBy(() -> waited(time, bytes)).hasMessageContaining(words)
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.INPUT_UNREACHABLE);
                    assertThat(problem.passes()).as("another attempt may fare better").isTrue();
                });
    }

    @Test
    void whatComesInDripsEndsWhenTheStretchIsOverWithItsRateInTheWords() {
        for (int i = 0; i < 59; i++) {
            waited(1, 500);
        }
        assertTooSlow(1, 500, "sent 500 bytes a second, for 60 s");
    }

    @Test
    void whatComesFastEnoughGoesOn() {
        assertThatCode(() -> {
            for (int i = 0; i < 300; i++) {
                waited(1, RATE);
            }
        }).doesNotThrowAnyException();
    }

    /** A disk that is slow, a program that looks at the file: nobody waits for the server then. */
    @Test
    void timeInWhichNobodyWaitsForBytesIsNotCounted() {
        for (int i = 0; i < 30; i++) {
            waited(1, RATE);
            seconds += 15;
        }
        waited(29, 1);
        assertTooSlow(1, 1, "bytes a second");
    }

    @Test
    void requestsOfAJobThatWaitSideBySideCountTogether() {
        for (int i = 0; i < 59; i++) {
            for (int each = 0; each < 4; each++) {
                meter.waits();
            }
            seconds++;
            for (int each = 0; each < 4; each++) {
                meter.got(RATE / 4);
            }
            meter.check(INPUT);
        }
        assertThatCode(() -> waited(1, RATE)).as("each alone brings a quarter").doesNotThrowAnyException();
        seconds += 100;
        for (int each = 0; each < 4; each++) {
            meter.waits();
        }
        seconds += 60;
        for (int each = 0; each < 4; each++) {
            meter.got(RATE * 14L);
        }
        assertThatThrownBy(() -> meter.check(INPUT)).hasMessageContaining("933 bytes a second, for 60 s");
    }

    @Test
    void allMayTakeWhatItsSizeTakesAtThatRateAndTheGrace() {
        meter.expects(100L * RATE);
        waited(50, 50L * RATE);
        seconds = 699;
        waited(1, RATE);
        assertTooSlow(1, RATE, "not here after 700 seconds");
    }

    @Test
    void withoutARateAllMayComeInDripsButNotForEver() {
        var any = new Pace(0, Duration.ofSeconds(60), Duration.ofSeconds(600), () -> TimeUnit.SECONDS.toNanos(seconds)).begin();
        any.expects(1L << 40);
        any.waits();
        seconds = 600;
        any.got(1);
        assertThatCode(() -> any.check(INPUT)).doesNotThrowAnyException();
        any.waits();
        seconds++;
        any.got(1);
        assertThatThrownBy(() -> any.check(INPUT)).hasMessageContaining("not here after 600 seconds");
    }

    /** A server that declares a size beyond all bounds gains no time by it. */
    @Test
    void noSizeBeyondTheLargestThatIsTakenMovesTheEnd() {
        var small = new DownloadLimits("input", 100L * RATE, Optional.empty());
        try (var download = new Download(folder.resolve("input"), new Source.Web("https://example.com/a"), small, 100, OptionalLong.empty(), meter,
                new CompletableFuture<>(), (bytes, size) -> { })) {
            assertThatThrownBy(() -> download.head().receiveUrl(200, Map.of("Content-Length", "999999999999"),
                    InputStream.nullInputStream())).hasMessageContaining("larger than the 100000 bytes");
        }
        seconds = 600;
        waited(0, 0);
        assertTooSlow(1, 0, "not here after 600 seconds");
    }

    /** It sends some bytes, and then nothing: the client gives up waiting, and it is not asked again. */
    @Test
    void aServerThatFallsSilentIsTooSlowAndNotAskedAgain() {
        InputStream silent = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
                if (available() > 0) {
                    return super.read(buffer, from, most);
                }
                seconds += 60;
                throw new SocketTimeoutException("Read timed out");
            }
        };
        try (var download = new Download(folder.resolve("input"), new Source.Web("https://example.com/a"), INPUT, 100, OptionalLong.empty(), meter,
                new CompletableFuture<>(), (bytes, size) -> { })) {
            assertThatThrownBy(() -> download.head().receiveUrl(206, Map.of("Content-Range", "bytes 0-99/100"), silent))
                    .isInstanceOf(Problem.class).hasMessageContaining("sent 0 bytes a second");
        }
    }
}
