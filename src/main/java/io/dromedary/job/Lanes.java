package io.dromedary.job;

import java.util.Set;

/**
 * Chooses the lane of a job by its kind, or by those of its outputs: one that takes long is enough. A picture is done quickly, and one for each interval of a film is not.
 *
 * @param light the kinds of jobs and tasks that are done quickly
 */
public record Lanes(Set<String> light) {

    Lane of(JobOrder order) {
        if (!order.outputs().isEmpty()) {
            return order.outputs().stream().allMatch(output -> of(output) == Lane.LIGHT) ? Lane.LIGHT : Lane.HEAVY;
        }
        return light.contains(order.kind()) && !order.options().hasNonNull("interval") ? Lane.LIGHT : Lane.HEAVY;
    }
}
