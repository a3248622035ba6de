package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a run is ended, of one that reads its input while that arrives. */
class StallTimerTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StallTimer timer = new StallTimer(Duration.ofSeconds(100), Duration.ofSeconds(10), nanos::get);

    @Test
    void whatWaitsForItsInputIsNotStalled() {
        timer.awaitsInput();
        pass(50);
        assertThat(timer.overdue()).isEmpty();
        timer.reads();
        pass(10);
        assertThat(timer.overdue()).isEmpty();
        pass(1);
        assertThat(timer.overdue()).contains(Reason.STALLED);
    }

    @Test
    void waitingIsNoPartOfTheTimeUntilTheDeadline() {
        timer.awaitsInput();
        pass(500);
        assertThat(timer.overdue()).isEmpty();
        timer.reads();
        for (int second = 0; second < 100; second++) {
            pass(1);
            timer.awaitsInput();
            timer.reads();
            assertThat(timer.overdue()).isEmpty();
        }
        pass(1);
        assertThat(timer.overdue()).contains(Reason.TIMED_OUT);
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
