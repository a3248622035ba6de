package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An encode has an end, however long its result may become. */
class DeadlineTest {

    @Test
    void aDeadlineGrowsWithTheResultUpToAYear() {
        assertThat(new Encodes.Deadline(Duration.ofSeconds(600), 60).of(1.5)).isEqualTo(Duration.ofSeconds(690));
        assertThat(new Encodes.Deadline(Duration.ofSeconds(600), 60).of(0)).isEqualTo(Duration.ofSeconds(600));
        assertThat(new Encodes.Deadline(Duration.ofSeconds(600), Long.MAX_VALUE).of(31_536_000))
                .isEqualTo(Duration.ofDays(365));
        assertThat(new Encodes.Deadline(Duration.ofSeconds(Integer.MAX_VALUE), 1).of(1)).isEqualTo(Duration.ofDays(365));
    }
}
