package io.dromedary.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends jobs to a server as fast as it takes them, for {@code bench/accept}. */
public final class Accept {

    private static final String JOB = """
            {"input": "s3://my-r2-bucket/uploads/video-%d-%d.mov", "kind": "video",
             "options": {"connection_id": "my-r2", "width": 1280, "format": "mp4"}}""";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI jobs;
    private final String key;

    private Accept(String url, String key) {
        this.jobs = URI.create(url + "/jobs");
        this.key = key;
    }

    /**
     * Prints the number of clients, the jobs accepted in a second, and the median and the 99th percentile of the
     * times to an answer, in milliseconds.
     *
     * @param args the server's URL, the seconds to send for, and the number of clients; the key is in
     *             {@code ITTYBIT_API_KEY}
     */
    public static void main(String[] args) throws Exception {
        var accept = new Accept(args[0], System.getenv("ITTYBIT_API_KEY"));
        var duration = Duration.ofSeconds(Long.parseLong(args[1]));
        int clients = Integer.parseInt(args[2]);
        long begin = System.nanoTime();
        long[] times = accept.send(clients, begin + duration.toNanos());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%7d  %13.0f  %9.1f  %7.1f%n", clients, times.length / seconds,
                times[times.length / 2] / 1e6, times[times.length * 99 / 100] / 1e6);
        // Idle clients' threads would keep the process.
        System.exit(0);
    }

    private long[] send(int clients, long end) throws Exception {
        var threads = Executors.newFixedThreadPool(clients);
        var running = new ArrayList<Future<List<Long>>>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            Callable<List<Long>> work = () -> sendUntil(end, number);
            running.add(threads.submit(work));
        }
        var times = new ArrayList<Long>();
        try {
            for (Future<List<Long>> one : running) {
                times.addAll(one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return times.stream().mapToLong(Long::longValue).toArray();
    }

    private List<Long> sendUntil(long end, int client) throws Exception {
        var times = new ArrayList<Long>();
        for (int number = 0; System.nanoTime() < end; number++) {
            var request = HttpRequest.newBuilder(jobs).timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted(client, number))).build();
            long begin = System.nanoTime();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            times.add(System.nanoTime() - begin);
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        }
        return times;
    }
}
