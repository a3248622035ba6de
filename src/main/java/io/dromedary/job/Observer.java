package io.dromedary.job;

import java.util.function.LongSupplier;

/**
 * What the people who run this node see of attempts.
 *
 * @param nanos a monotonic clock, in nanoseconds
 */
public record Observer(JobMeters meters, StageLog log, LongSupplier nanos) {
}
