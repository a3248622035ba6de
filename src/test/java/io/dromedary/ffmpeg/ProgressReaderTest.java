package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code -progress} prints, block by block. */
class ProgressReaderTest {

    private final ProgressReport.Reader reader = new ProgressReport.Reader();

    @Test
    void aBlockIsOneReport() {
        assertThat(read("frame=25", "fps=12.5", "out_time_us=1000000", "out_time=00:00:01.000000", "speed=2.5x",
                "progress=continue")).containsExactly(new ProgressReport(1, OptionalDouble.of(2.5), OptionalLong.of(25)));
    }

    @Test
    void whatIsNotKnownYetIsNotMadeUp() {
        assertThat(read("out_time_us=N/A", "speed=N/A", "progress=continue"))
                .containsExactly(new ProgressReport(0, OptionalDouble.empty(), OptionalLong.empty()));
    }

    @Test
    void aTimeBeforeTheStartIsTheStart() {
        assertThat(read("out_time_us=-42000", "progress=continue")).extracting(ProgressReport::seconds).containsExactly(0.0);
    }

    @Test
    void numbersThatNoEncodeHasAreNotKnown() {
        for (String number : List.of("NaN", "Infinity", "-Infinity", "1e308", "-1e308", "9".repeat(400), "0x1p1023")) {
            assertThat(read("frame=" + number, "out_time_us=" + number, "speed=" + number + "x", "progress=continue"))
                    .containsExactly(new ProgressReport(0, OptionalDouble.empty(), OptionalLong.empty()));
        }
    }

    @Test
    void paddingAndOddLinesDoNoHarm() {
        assertThat(read("", "=", "no equals sign", "speed= 1.02x", "out_time_us= 500000", "a=b=c", "progress=end"))
                .containsExactly(new ProgressReport(0.5, OptionalDouble.of(1.02), OptionalLong.empty()));
    }

    @Test
    void theLastTimeHoldsUntilThereIsANewOne() {
        assertThat(read("out_time_us=2000000", "progress=continue", "out_time_us=N/A", "progress=end"))
                .extracting(ProgressReport::seconds).containsExactly(2.0, 2.0);
    }

    private List<ProgressReport> read(String... lines) {
        return Stream.of(lines).flatMap(line -> reader.line(line).stream()).toList();
    }
}
