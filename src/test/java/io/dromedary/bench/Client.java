package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends jobs to a server, and waits for them so that asking costs the server next to nothing. */
final class Client {

    /** An answer about a job costs a server some milliseconds, which would be counted as those of jobs. */
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String key;

    Client(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    /** A job as it is sent, with the connection of {@link Rig}. */
    static ObjectNode job(String kind, String input, String options) throws IOException {
        ObjectNode job = JSON.createObjectNode().put("kind", kind).put("input", input).put("connection_id", Rig.CONNECTION);
        job.set("options", JSON.readTree(options.replace('\'', '"')));
        return job;
    }

    /** Sends a job, and waits for its end, which must be a good one. */
    JsonNode run(JsonNode job) throws IOException, InterruptedException {
        return ended(send(request("/jobs").header("Prefer", "wait=60").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job.toString()))));
    }

    /** Sends a job many times over, and waits until all have ended well. */
    List<JsonNode> runAtOnce(JsonNode job, int times) throws IOException, InterruptedException {
        var sent = new ArrayList<JsonNode>();
        for (int i = 0; i < times; i++) {
            sent.add(post("/jobs", job));
        }
        var ended = new ArrayList<JsonNode>();
        for (JsonNode each : sent) {
            ended.add(ended(each));
        }
        return ended;
    }

    private JsonNode ended(JsonNode first) throws IOException, InterruptedException {
        JsonNode job = first;
        while (!job.path("status").asText().equals("succeeded")) {
            if (job.path("status").asText().matches("failed|cancelled")) {
                throw new IOException("The job ended badly: " + job);
            }
            // Of many, most have ended by the time that they are asked for.
            if (job != first) {
                LockSupport.parkNanos(ASK_EVERY_NANOS);
            }
            job = send(request("/jobs/" + first.get("id").asText()).GET());
        }
        return job;
    }

    /** The job as it would be, with the commands of its tasks. */
    JsonNode dryRun(JsonNode job) throws IOException, InterruptedException {
        JsonNode shown = post("/jobs?dry_run=true", job);
        if (shown.path("status").asText().equals("failed")) {
            throw new IOException("The job would fail: " + shown);
        }
        return shown;
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(120)).header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("The server answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Seconds from the acceptance of a job to its end, by its own record. */
    static double seconds(JsonNode job) {
        return (job.get("finished_at").asLong() - job.get("created_at").asLong()) / 1e3;
    }

    /** Seconds from the acceptance of the first of these jobs to the end of the last one. */
    static double seconds(List<JsonNode> jobs) {
        return (jobs.stream().mapToLong(job -> job.get("finished_at").asLong()).max().orElseThrow()
                - jobs.stream().mapToLong(job -> job.get("created_at").asLong()).min().orElseThrow()) / 1e3;
    }
}
