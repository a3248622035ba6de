package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A resource of the server that can be watched to its end. */
enum WatchedResource {
    JOB("/jobs/"),
    TASK("/tasks/");

    private final String path;

    WatchedResource(String path) {
        this.path = path;
    }

    String path(JsonNode resource) {
        return path + ApiClient.segment(resource.path("id").asText());
    }
}
