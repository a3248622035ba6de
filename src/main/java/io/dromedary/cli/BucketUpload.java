package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Sends a file straight to a bucket, by the URLs that the server has signed. */
final class BucketUpload {
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final HttpClient http;
    private final MonotonicClock time;
    private final UploadProgress progress;

    /** @param http sends no key: the URLs are the right to write */
    BucketUpload(HttpClient http, MonotonicClock time, UploadProgress progress) {
        this.http = http;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Sends all of it, in one piece or in parts.
     *
     * @param upload the server's answer to the announcement
     * @throws CliFailure if the store does not take it
     */
    void send(JsonNode upload, Path file) throws InterruptedException {
        if (upload.path("method").asText().equals("put")) {
            put(upload.path("url").asText(), upload.path("headers"), () -> progress.part(file, 0, progress.size()), 0);
        }
        for (JsonNode part : upload.path("parts")) {
            long offset = part.path("offset").asLong();
            put(part.path("url").asText(), part.path("headers"), () -> progress.part(file, offset, part.path("size").asLong()), offset);
        }
    }

    private void put(String url, JsonNode headers, Supplier<BodyPublisher> body, long offset) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
        headers.properties().forEach(header -> request.header(header.getKey(), header.getValue().asText()));
        for (int tried = 1; ; tried++) {
            progress.at(offset);
            String why;
            try {
                HttpResponse<String> answer = http.send(request.PUT(body.get()).build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() / 100 == 2) {
                    return;
                }
                why = "it answered " + answer.statusCode();
                if (answer.statusCode() / 100 == 4 && answer.statusCode() != 429) {
                    tried = TRIES;
                }
            } catch (IOException e) {
                why = "the connection broke";
            }
            if (tried >= TRIES) {
                throw new CliFailure(ExitCode.UNREACHABLE, "The store at " + request.build().uri().getHost()
                        + " does not take the file: " + why + ".");
            }
            progress.trouble("The store did not take a part of the file: " + why + ".");
            time.pause(PAUSE);
        }
    }
}
