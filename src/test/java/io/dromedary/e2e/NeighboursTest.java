package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One project floods a node; another does not feel it. In long: {@code bench/neighbours}. */
@Tag("process")
class NeighboursTest {

    private static final int SECONDS = LongForm.choose(2, 4);
    /** What half of the other's calls stay under here; that all do is printed by bench/neighbours, on a quiet machine. */
    private static final int CALL_MS = 5_000;
    /** Any call, on a machine that does many other things: before, floods held them up for half a minute and more. */
    private static final int SLOWEST_MS = 25_000;
    /** A job's length, on a machine that does many other things. */
    private static final int JOB_MS = 60_000;

    @TempDir
    static Path folder;
    private static Neighbours both;

    @BeforeAll
    static void start() {
        both = new Neighbours(folder, null);
        both.other().fares(1, 1);
    }

    @AfterAll
    static void stop() {
        both.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "checks", "dry-runs", "webhooks", "drips", "streams", "connections", "names"})
    void theOthersCallsJobsAndWebhooksAreNotHeldUpByAFloodOf(String flood) {
        try (Floods.Flood begun = both.floods().begin(flood)) {
            Neighbour.Fared fared = both.other().fares(SECONDS, 1);
            assertThat(begun.sent()).isPositive();
            assertThat(fared.failed()).as("%s", fared).isZero();
            assertThat(fared.median()).as("%s", fared).isLessThan(CALL_MS);
            assertThat(fared.slowest()).as("%s", fared).isLessThan(SLOWEST_MS);
            assertThat(fared.jobWait()).as("%s", fared).isLessThan(JOB_MS);
            assertThat(fared.hookWait()).as("%s", fared).isLessThan(JOB_MS);
        }
    }
}
