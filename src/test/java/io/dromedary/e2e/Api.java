package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A plain client of the API, for tests. */
final class Api {

    private static final int MOST_TRIES = 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String key;

    Api(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("Not JSON: " + response.body(), e);
            }
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body) {
        return send(request(path).header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(SOON)
                .header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest sent = request.build();
            HttpResponse<String> response = http.send(sent, head -> body(sent, head));
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The server hangs up on what it has not read, and the kernel may then throw the answer away on its way here. */
    Answer answered(Supplier<HttpRequest.Builder> request) {
        for (int tries = 1; ; tries++) {
            try {
                return send(request.get());
            } catch (UncheckedIOException hungUp) {
                if (tries == MOST_TRIES) {
                    throw hungUp;
                }
            }
        }
    }

    /** The events of a project have no end: of them, only the head of the answer is read. */
    private static HttpResponse.BodySubscriber<String> body(HttpRequest request, HttpResponse.ResponseInfo head) {
        return !request.uri().getPath().equals("/events") || head.statusCode() != 200
                ? HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8)
                : HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofInputStream(), body -> {
                    try {
                        body.close();
                        return "";
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Adds a connection; answers its id. */
    String connect(String name, URI endpoint, Credentials key) {
        var body = JSON.createObjectNode().put("kind", "s3").put("name", name).put("endpoint", endpoint.toString())
                .put("region", "auto").put("access_key_id", key.accessKeyId())
                .put("secret_access_key", key.secretAccessKey());
        Answer answer = post("/connections", body.toString());
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.response().body());
        }
        return answer.json().get("id").asText();
    }

    /** Sends a video job; answers its id. */
    String video(String input, String connection, String options, String output) {
        return send("video", input, connection, options, output);
    }

    /** Sends a job whose result is 5 MiB for each minute of its input, and soon there; answers its id. */
    String large(String input, String connection, String output) {
        return send("audio", input, connection, "{\"format\": \"wav\"}", output);
    }

    private String send(String kind, String input, String connection, String options, String output) {
        var body = JSON.createObjectNode().put("input", input).put("kind", kind);
        try {
            body.set("options", JSON.readTree(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (connection != null) {
            body.put("connection_id", connection);
        }
        if (output != null) {
            body.put("output", output);
        }
        return accepted(body.toString());
    }

    /** Sends a job that must be taken; answers its id. */
    String accepted(String body) {
        Answer answer = post("/jobs", body);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.response().body());
        }
        return answer.json().get("id").asText();
    }

    JsonNode job(String id) {
        return get("/jobs/" + id).json();
    }

    /** Waits for the end of a job. */
    JsonNode finished(String id) {
        return finished(id, SOON);
    }

    JsonNode finished(String id, Duration atMost) {
        return Awaitility.await().atMost(atMost).pollInterval(Duration.ofMillis(100))
                .until(() -> job(id), job -> FINAL.contains(job.path("status").asText()));
    }

    /** Waits until a step of a job is at work. */
    void reaches(String id, String task) {
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            for (JsonNode step : job(id).get("tasks")) {
                if (step.get("kind").asText().equals(task)) {
                    return step.get("status").asText().equals("processing");
                }
            }
            return false;
        });
    }

    /** Fetches what is at a public URL into a file. */
    HttpResponse<Path> download(String publicUrl, Path file) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(publicUrl)).build(),
                    HttpResponse.BodyHandlers.ofFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
