package io.dromedary.job;

import java.util.Set;

/**
 * Chooses the lane of a job by its kind. A picture is done quickly, and one for each interval of a film is not.
 *
 * @param light the kinds of jobs and tasks that are done quickly
 */
public record Lanes(Set<String> light) {

    Lane of(JobOrder order) {
        return light.contains(order.kind()) && !order.options().hasNonNull("interval") ? Lane.LIGHT : Lane.HEAVY;
    }
}
