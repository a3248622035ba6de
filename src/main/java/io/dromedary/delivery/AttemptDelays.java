package io.dromedary.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often a job is tried whose attempts fail for causes that pass, and how long it waits between them: each time
 * twice as long, and up to a quarter longer by chance, so that jobs that failed together do not come back together.
 *
 * <p>Where its node was in trouble, the job comes back without its attempt being counted: nothing is lost because a
 * disk was full for some hours. That has an end too, for a result that is too large for the disk never finds room.
 *
 * @param maxAttempts the attempt that fails as the so-manieth ends the job
 * @param first       the wait after the first attempt
 * @param chance      from 0 to 1
 * @param least       a wait is no shorter, within an hour
 */
public record AttemptDelays(int maxAttempts, Duration first, DoubleSupplier chance, Duration least) {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;
    /** With a first wait of ten seconds they are over three hours. */
    private static final int MOST_LACKS = 12;

    /** One without a least wait. */
    public AttemptDelays(int maxAttempts, Duration first, DoubleSupplier chance) {
        this(maxAttempts, first, chance, Duration.ZERO);
    }

    /** The same for a server that wants to be left alone for so long. */
    public AttemptDelays notBefore(Duration asked) {
        return new AttemptDelays(maxAttempts, first, chance, asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
    }

    /**
     * How long the job waits now.
     *
     * @param failures how many of its attempts have failed
     * @return none when these were enough
     */
    public Optional<Duration> delay(int failures) {
        return failures >= maxAttempts ? Optional.empty() : Optional.of(wait(failures));
    }

    /**
     * How long the job waits now that its node was in trouble.
     *
     * @param lacks how often it was
     * @return none when that was often enough
     */
    public Optional<Duration> delayOfLack(int lacks) {
        return lacks >= MOST_LACKS ? Optional.empty() : Optional.of(wait(lacks));
    }

    private Duration wait(int times) {
        Duration doubled = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        Duration wait = bounded.compareTo(least) < 0 ? least : bounded;
        return wait.plusMillis((long) (wait.toMillis() * chance.getAsDouble() / 4));
    }
}
