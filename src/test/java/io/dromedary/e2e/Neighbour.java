package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A project that means nobody harm, and how it fares. */
final class Neighbour implements AutoCloseable {

    private static final int BETWEEN_MS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Api api;
    private final Receiver receiver = new Receiver();
    private final Receiver.Inbox inbox = receiver.at("/hook", 204);

    /**
     * A project.
     *
     * @param api by a key of its; its connection {@code r2} reads {@code s3://media/in.mp4}
     */
    Neighbour(Api api) {
        this.api = api;
    }

    /**
     * How it fared, in milliseconds.
     *
     * @param calls    how many it made
     * @param failed   how many of them were not answered by 200
     * @param median   until they were answered
     * @param slowest  the same of the slowest
     * @param jobWait  the longest time from a job's acceptance to its beginning
     * @param hookWait the longest time from a job's end to its webhook
     */
    record Fared(int calls, int failed, long median, long slowest, long jobWait, long hookWait) {
    }

    /** Calls again and again for so long, and meanwhile has so many jobs done, one after the other. */
    Fared fares(int seconds, int jobs) {
        var times = new ArrayList<Long>();
        int failed = 0;
        var waits = new ArrayList<Long>();
        var hooks = new ArrayList<Long>();
        var worker = new Thread(() -> {
            for (int i = 0; i < jobs; i++) {
                job(waits, hooks);
            }
        });
        worker.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; System.nanoTime() < end || worker.isAlive(); i++) {
            long begun = System.nanoTime();
            failed += isAnswered(i % 2 == 0 ? "/health" : "/jobs?limit=1") ? 0 : 1;
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            pause();
        }
        times.sort(null);
        return new Fared(times.size(), failed, times.get(times.size() / 2), times.get(times.size() - 1), most(waits), most(hooks));
    }

    private boolean isAnswered(String path) {
        try {
            return api.get(path).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void job(List<Long> waits, List<Long> hooks) {
        String id = api.accepted("{\"kind\": \"video\", \"input\": \"s3://media/in.mp4\", \"connection_id\": \"r2\","
                + " \"options\": {\"width\": 32}, \"webhook_url\": \"" + inbox.url() + "\"}");
        JsonNode job = api.finished(id, PATIENCE);
        waits.add(job.get("started_at").asLong() - job.get("created_at").asLong());
        Receiver.Hook hook = Awaitility.await().atMost(PATIENCE).until(() -> inbox.hooks().stream()
                
                .filter(each -> each.json().get("id").asText().equals(id)).findFirst(), Optional::isPresent).orElseThrow();
        hooks.add(hook.atMillis() - job.get("finished_at").asLong());
    }

    private static long most(List<Long> times) {
        return times.stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
