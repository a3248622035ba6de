package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Polls a job or a task until it has ended; survives network failures and restarts of the server. */
final class StatusPoller {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration SLOWEST = Duration.ofSeconds(1);
    /** How long to poll a server that does not answer. */
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
     * Polls a resource to its end.
     *
     * @param created the resource in the server's first answer
     * @return the resource after its end
     * @throws InterruptedException on Ctrl-C
     * @throws CliFailure if the server does not answer for {@link #PATIENCE}, or refuses the key
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
