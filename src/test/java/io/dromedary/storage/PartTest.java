package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web servers say of what they send. */
class PartTest {

    @TempDir
    Path folder;

    private Download download() {
        return new Download(folder.resolve("input"), new Source.Web("https://example.com/a"),
                new DownloadLimits("input", 1000, Optional.empty()), 100, OptionalLong.empty(),
                new Pace(0, Duration.ofDays(1), Duration.ofDays(1), System::nanoTime).begin(), new CompletableFuture<>(),
                (bytes, size) -> { });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-0/99999999999999999999", "bytes 99999999999999999999-0/1", "bytes 0-9/*", "bytes -1-5/9",
        "bytes 5-9/10", "items 0-9/10", "bytes 0-9/-10", ""})
    void aRangeThatIsNoneIsAFaultOfTheServer(String range) {
        try (Download download = download()) {
            assertThatThrownBy(() -> download.head().receiveUrl(206, Map.of("Content-Range", range),
                    new ByteArrayInputStream(new byte[10]))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSizeBeyondWhatIsTakenIsRefusedBeforeAByteIsRead() {
        try (Download download = download()) {
            assertThatThrownBy(() -> download.head().receiveUrl(206,
                    Map.of("Content-Range", "bytes 0-99/999999999999999999"), new ByteArrayInputStream(new byte[10])))
                    .isInstanceOfSatisfying(Problem.class, problem ->
                            assertThat(problem.kind()).isEqualTo(ProblemKind.INPUT_TOO_LARGE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "-1", "many", "", "0x10", "1e3"})
    void aLengthThatIsNoneIsNotKnown(String length) throws IOException {
        try (Download download = download()) {
            download.head().receiveUrl(200, Map.of("Content-Length", length), new ByteArrayInputStream(new byte[10]));
            assertThat(download.isComplete()).isTrue();
            assertThat(download.size()).hasValue(10);
        }
    }
}
