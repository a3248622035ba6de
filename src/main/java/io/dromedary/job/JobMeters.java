package io.dromedary.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The metrics of this node's work. Every label has a few values that the contract lists: no ids, no URLs, no names that
 * callers chose.
 */
public final class JobMeters {

    /** From a light job to one that takes hours. */
    private static final Duration[] DURATIONS = {Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1),
        Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMinutes(5),
        Duration.ofMinutes(30), Duration.ofHours(2)};
    /** A job should be claimed within milliseconds; in a long queue it waits for hours. */
    private static final Duration[] WAITS = {Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(500),
        Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5),
        Duration.ofMinutes(30), Duration.ofHours(2)};
    private static final double[] SPEEDS = {0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32};

    private final MeterRegistry registry;
    private final Counter refused;

    public JobMeters(MeterRegistry registry) {
        this.registry = registry;
        this.refused = Counter.builder("dromedary.guests.refused")
                .description("Runs of ffmpeg that left what was not asked for").register(registry);
    }

    /** Which way bytes go. */
    public enum Direction {
        IN, OUT
    }

    /** Records how long a job waited for its first attempt. */
    public void waited(String kind, Duration wait) {
        Timer.builder("dromedary.job.wait").description("From the acceptance of a job to its first attempt")
                .tag("kind", kind).serviceLevelObjectives(WAITS).register(registry).record(wait);
    }

    /** Records that a step of an attempt ended. */
    public void stageEnded(String kind, Stage stage, StageEnd end, Duration took) {
        Timer.builder("dromedary.stage").description("How long the steps of jobs take")
                .tag("kind", kind).tag("stage", Rows.name(stage)).tag("outcome", end.outcome())
                .serviceLevelObjectives(DURATIONS).register(registry).record(took);
    }

    /** Records that ffmpeg left files that were not requested: somebody may be attacking this server. */
    public void guestRefused() {
        refused.increment();
    }

    /** Records how an attempt ended. */
    public void attemptEnded(String kind, StageEnd end) {
        Counter.builder("dromedary.attempts").description("Attempts at jobs, by how they ended")
                .tag("kind", kind).tag("outcome", end.outcome()).register(registry).increment();
    }

    /** Records how a job ended. */
    public void jobEnded(String kind, Job.Status status, Optional<Failure> failure) {
        Counter.builder("dromedary.jobs.ended").description("Jobs that reached their end")
                .tag("kind", kind).tag("status", Rows.name(status))
                .tag("error", failure.map(known -> known.kind().wireName()).orElse("none"))
                .register(registry).increment();
    }

    /** Records that a job got the result of an earlier one. */
    public void reused(String kind) {
        Counter.builder("dromedary.results.reused").description("Jobs that got the result of an earlier one")
                .tag("kind", kind).register(registry).increment();
    }

    /** Records that a result was made while its input was fetched. */
    public void streamed(String kind) {
        Counter.builder("dromedary.results.streamed").description("Results that were made while their input was fetched")
                .tag("kind", kind).register(registry).increment();
    }

    /** Records the speed of an encode, as a multiple of real time. */
    public void encoded(String kind, double speed) {
        DistributionSummary.builder("dromedary.ffmpeg.speed")
                .description("Speed of encodes, in seconds of the result for each second of work")
                .tag("kind", kind).serviceLevelObjectives(SPEEDS).register(registry).record(speed);
    }

    /** Counts bytes that were received or sent. */
    public void transferred(Direction direction, long bytes) {
        Counter.builder("dromedary.bytes").description("Bytes of inputs that came in and of results that went out")
                .baseUnit("bytes").tag("direction", direction.name().toLowerCase(Locale.ROOT))
                .register(registry).increment(bytes);
    }

    /** Counts the bytes of one transfer, which reports its sum so far, from any thread and in any order. */
    public LongConsumer transfer(Direction direction) {
        var counted = new AtomicLong();
        return sum -> transferred(direction, Math.max(0, sum - counted.getAndAccumulate(sum, Math::max)));
    }
}
