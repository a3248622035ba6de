package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What goes on at the server and can be followed to its end. */
enum WatchedResource {
    JOB("/jobs/"),
    TASK("/tasks/");

    private final String path;

    WatchedResource(String path) {
        this.path = path;
    }

    /** Its path at the server. */
    String path(JsonNode resource) {
        return path + ApiClient.segment(resource.path("id").asText());
    }
}
