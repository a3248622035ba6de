package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What operations of the API need to be there before they are called.
 *
 * @param connection the connection of the store
 * @param bucket     a bucket of it
 * @param key        an object in it: a short film
 */
record Prepared(Api api, String connection, String bucket, String key) {

    /** A job that has succeeded, with these further fields of its request, such as {@code , "priority": 1}. */
    String job(String more) {
        JsonNode job = api.finished(api.post("/jobs", jobRequest(more)).json().get("id").asText());
        assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
        return job.get("id").asText();
    }

    String jobRequest(String more) {
        return "{\"input\": \"s3://" + bucket + "/" + key + "\", \"kind\": \"video\", \"options\": {\"connection_id\": \""
                + connection + "\", \"width\": 64}" + more + "}";
    }

    String cancelledJob() {
        String id = api.video("s3://" + bucket + "/" + key, connection, "{\"width\": 64}", null);
        api.post("/jobs/" + id + "/cancel", "");
        return api.finished(id).get("status").asText().equals("cancelled") ? id : cancelledJob();
    }

    String task() {
        return api.post("/tasks", taskRequest()).json().get("id").asText();
    }

    String taskRequest() {
        return "{\"kind\": \"probe\", \"input\": {\"url\": \"s3://" + bucket + "/" + key + "\"}, \"options\": {\"connection_id\": \""
                + connection + "\"}}";
    }

    /** An upload to the server of which nothing is there. */
    String upload(long size) {
        return api.post("/uploads", "{\"filename\": \"a.mp4\", \"size\": " + size + "}").json().get("id").asText();
    }

    /** An upload whose bytes are in the bucket. */
    String uploadInBucket() {
        JsonNode upload = api.post("/uploads", """
                {"filename": "a.mp4", "size": 5, "connection_id": "%s", "output": "s3://%s/sent/"}""".formatted(connection, bucket)).json();
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(upload.get("url").asText()))
                .PUT(HttpRequest.BodyPublishers.ofString("bytes"));
        upload.path("headers").properties().forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        try {
            assertThat(HttpClient.newHttpClient().send(put.build(), HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return upload.get("id").asText();
    }

    /** A file that was brought in. */
    String file() {
        return api.send(api.request("/files").header("Prefer", "wait=60").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(fileRequest()))).json().get("id").asText();
    }

    String fileRequest() {
        return "{\"url\": \"s3://" + bucket + "/" + key + "\", \"connection_id\": \"" + connection + "\"}";
    }

    String apiKey() {
        return api.post("/keys", "{\"name\": \"made\", \"scope\": \"write\"}").json().get("id").asText();
    }
}
