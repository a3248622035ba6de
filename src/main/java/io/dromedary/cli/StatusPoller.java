package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Asks for a job or a task until it has ended, and outlives hiccups of the network and restarts of the server. */
final class StatusPoller {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration SLOWEST = Duration.ofSeconds(1);
    /** How long a silent server is asked again before its job is given up on. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ApiClient api;
    private final MonotonicClock time;
    private final ProgressView view;

    StatusPoller(ApiClient api, MonotonicClock time, ProgressView view) {
        this.api = api;
        this.time = time;
        this.view = view;
    }

    /**
     * Follows something to its end.
     *
     * @param created it, as the server answered it first
     * @return it, as it ended
     * @throws InterruptedException on Ctrl-C
     * @throws CliFailure when the server stays silent for {@link #PATIENCE}, or refuses the key
     */
    JsonNode follow(WatchedResource what, JsonNode created) throws InterruptedException {
        JsonNode job = created;
        Duration delay = FIRST;
        Optional<Duration> silentSince = Optional.empty();
        view.show(job);
        while (!JobState.of(job).ended()) {
            time.pause(delay);
            delay = longer(delay);
            try {
                job = api.get(what.path(created)).body();
                silentSince = Optional.empty();
                view.show(job);
            } catch (Unreachable | ApiError e) {
                if (e instanceof ApiError error && !error.passing()) {
                    throw error;
                }
                Duration since = silentSince.orElseGet(time::passed);
                if (time.passed().minus(since).compareTo(PATIENCE) >= 0) {
                    throw e;
                }
                if (silentSince.isEmpty()) {
                    silentSince = Optional.of(since);
                    view.trouble(e.getMessage());
                }
            }
        }
        return job;
    }

    private static Duration longer(Duration delay) {
        Duration next = delay.multipliedBy(3).dividedBy(2);
        return next.compareTo(SLOWEST) > 0 ? SLOWEST : next;
    }
}
