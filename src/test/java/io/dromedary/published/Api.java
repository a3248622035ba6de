package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A client of a server with one key. */
record Api(URI url, String key) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text) {

        /** The body; missing if it is not JSON. */
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                return MissingNode.getInstance();
            }
        }
    }

    Api with(String other) {
        return new Api(url, other);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + key).GET());
    }

    /** Posts JSON, and gives the answer, which must be a success. */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        Answer answer = send(request(path).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (answer.status() >= 300) {
            throw new IOException(path + ": " + answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(120));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    Path download(String from, Path to) throws IOException, InterruptedException {
        HttpResponse<Path> response = HTTP.send(HttpRequest.newBuilder(URI.create(from)).build(),
                HttpResponse.BodyHandlers.ofFile(to));
        if (response.statusCode() != 200) {
            throw new IOException(from + ": " + response.statusCode());
        }
        return to;
    }
}
