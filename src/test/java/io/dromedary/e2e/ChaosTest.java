package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bench/chaos. */
@Tag("process")
class ChaosTest {

    @Test
    void everyJobEndsAsItShouldWhateverIsKilledMeanwhileAndNothingIsLeftOver(@TempDir Path folder) {
        try (var chaos = new Chaos(folder, 4)) {
            Chaos.Outcome outcome = chaos.run(LongForm.choose(12, 80), Duration.ofSeconds(3));
            assertThat(outcome.wrong()).as(outcome.table()).isEmpty();
            assertThat(outcome.killed()).as(outcome.table()).isNotEmpty();
            assertThat(outcome.faults()).isPositive();
        }
    }
}
