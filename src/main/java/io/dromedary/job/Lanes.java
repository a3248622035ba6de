package io.dromedary.job;

import java.util.Set;

/**
 * Chooses the lane of a job by its kind.
 *
 * @param light the kinds of jobs and tasks that are done quickly
 */
public record Lanes(Set<String> light) {

    Lane of(String kind) {
        return light.contains(kind) ? Lane.LIGHT : Lane.HEAVY;
    }
}
