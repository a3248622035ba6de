package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Times an encode by ffmpeg itself and by a job, in turns, for {@code bench/overhead}. A job is timed from the request
 * to the first answer that shows its end; asking in one process takes no time from the encode, as starting a program
 * for each question does.
 */
public final class Overhead {

    private static final long ASK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI jobs;
    private final String key;
    private JsonNode last;

    private Overhead(String url, String key) {
        this.jobs = URI.create(url + "/jobs");
        this.key = key;
    }

    /**
     * Prints a row a run, the medians and their ratio.
     *
     * @param args the server's URL, the number of runs, the file with ffmpeg's arguments, and the job as JSON with
     *             {@code %s} where the number of the run goes; the key is in {@code ITTYBIT_API_KEY}
     */
    public static void main(String[] args) throws Exception {
        var overhead = new Overhead(args[0], System.getenv("ITTYBIT_API_KEY"));
        int runs = Integer.parseInt(args[1]);
        List<String> command = new ArrayList<>(List.of("ffmpeg"));
        command.addAll(Files.readAllLines(Path.of(args[2])));
        // A first job loads classes and makes connections; that is what bench/start measures.
        overhead.job(args[3].replace("%s", "warm"));
        var local = new ArrayList<Double>();
        var byJob = new ArrayList<Double>();
        System.out.printf(Locale.ROOT, "%4s  %10s  %10s   %s%n", "run", "ffmpeg, s", "job, s",
                "of it, in ms: queue, probe, import, encode, export");
        for (int run = 1; run <= runs; run++) {
            local.add(seconds(() -> ffmpeg(command)));
            String body = args[3].replace("%s", Integer.toString(run));
            byJob.add(seconds(() -> overhead.job(body)));
            System.out.printf(Locale.ROOT, "%4d  %10.2f  %10.2f   %s%n", run, local.get(run - 1), byJob.get(run - 1),
                    overhead.parts());
        }
        System.out.printf(Locale.ROOT, "%4s  %10.2f  %10.2f%nratio %.3f%n", "med.", median(local), median(byJob),
                median(byJob) / median(local));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double seconds(Work work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void ffmpeg(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg ended with " + process.exitValue());
        }
    }

    private void job(String body) throws IOException, InterruptedException {
        JsonNode job = send(HttpRequest.newBuilder(jobs).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        URI url = URI.create(jobs + "/" + job.get("id").asText());
        while (!job.get("status").asText().equals("succeeded")) {
            if (job.get("status").asText().matches("failed|cancelled")) {
                throw new IOException("The job ended badly: " + job);
            }
            LockSupport.parkNanos(ASK_EVERY_NANOS);
            job = send(HttpRequest.newBuilder(url));
        }
        last = job;
    }

    /** Where the time of the last job went, by its own record. */
    private List<Long> parts() {
        var parts = new ArrayList<>(List.of(last.get("started_at").asLong() - last.get("created_at").asLong()));
        last.get("tasks").forEach(task ->
                parts.add(task.get("finished_at").asLong() - task.get("started_at").asLong()));
        return parts;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.header("Authorization", "Bearer " + key).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("The server answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
