package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What goes on at the server and can be followed to its end. */
enum Followed {
    JOB("job", "/jobs/"),
    TASK("task", "/tasks/");

    private final String noun;
    private final String path;

    Followed(String noun, String path) {
        this.noun = noun;
        this.path = path;
    }

    /** What messages call it. */
    String noun() {
        return noun;
    }

    /** Its path at the server. */
    String path(JsonNode resource) {
        return path + ApiClient.segment(resource.path("id").asText());
    }
}
