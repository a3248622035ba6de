package io.dromedary.job;

import java.util.Set;

/**
 * Which lane a job takes, by its kind.
 *
 * @param light the kinds of jobs and tasks that are quickly done
 */
public record Lanes(Set<String> light) {

    Lane of(String kind) {
        return light.contains(kind) ? Lane.LIGHT : Lane.HEAVY;
    }
}
