package io.dromedary.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How often a job is tried whose attempts fail for temporary causes, and the delays between the attempts. Each delay is
 * twice the one before it, plus up to a quarter at random, so that jobs that failed together are not repeated together.
 *
 * <p>If the node was at fault, such as with a full disk, the attempt does not count, so that no job fails because of
 * some hours without disk space. This is limited too, since a result may be too large for any disk.
 *
 * @param maxAttempts the job fails after this number of failed attempts
 * @param first       the delay after the first attempt
 * @param chance      a source of random numbers from 0 to 1
 * @param least       the shortest delay, up to an hour
 */
public record AttemptDelays(int maxAttempts, Duration first, DoubleSupplier chance, Duration least) {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;
    /** With a first delay of ten seconds, these are more than three hours. */
    private static final int MOST_LACKS = 12;

    /** Creates delays without a shortest one. */
    public AttemptDelays(int maxAttempts, Duration first, DoubleSupplier chance) {
        this(maxAttempts, first, chance, Duration.ZERO);
    }

    /** The same delays for a server that has asked to be left alone for this time. */
    public AttemptDelays notBefore(Duration asked) {
        return new AttemptDelays(maxAttempts, first, chance, asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
    }

    /**
     * The delay before the next attempt.
     *
     * @param failures number of failed attempts of the job
     * @return none if there is no further attempt
     */
    public Optional<Duration> delay(int failures) {
        return failures >= maxAttempts ? Optional.empty() : Optional.of(wait(failures));
    }

    /**
     * The delay before the next attempt when the node was at fault.
     *
     * @param lacks how often that was the case for the job
     * @return none if there is no further attempt
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
