package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bench/outage. */
@Tag("process")
class BothGoneTest {

    @Test
    void callersHearTheTruthAndEveryJobIsDoneOnceWhenBrokerAndDatabaseAreBack(@TempDir Path folder) {
        try (var both = new BothGone(folder)) {
            BothGone.Outcome outcome = both.run(Duration.ofSeconds(5));
            assertThat(outcome.isRight()).as(outcome.table()).isTrue();
        }
    }
}
