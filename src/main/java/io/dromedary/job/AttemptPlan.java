package io.dromedary.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often a job is tried whose attempts fail for causes that pass, and how long it waits between them: each time
 * twice as long, and up to a quarter longer by chance, so that jobs that failed together do not come back together.
 *
 * @param maxAttempts the attempt that fails as the so-manieth ends the job
 * @param first       the wait after the first attempt
 * @param chance      from 0 to 1
 */
public record AttemptPlan(int maxAttempts, Duration first, DoubleSupplier chance) {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * How long the job waits now.
     *
     * @param failures how many of its attempts have failed
     * @return none when these were enough
     */
    Optional<Duration> delay(int failures) {
        if (failures >= maxAttempts) {
            return Optional.empty();
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return Optional.of(wait.plusMillis((long) (wait.toMillis() * chance.getAsDouble() / 4)));
    }
}
