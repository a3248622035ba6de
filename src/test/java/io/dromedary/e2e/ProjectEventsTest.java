package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One stream tells of all jobs of a project, and of no other's. */
@Tag("engines")
@Tag("slow")
class ProjectEventsTest {

    private static final String VIDEO = "{\"kind\": \"video\", \"input\": \"https://example.com/a.mp4\"}";
    private static final int MANY = 230;

    private final SharedNode own = SharedNode.of(SharedNode.Kind.API, ProjectEventsTest.class);

    @Test
    void aProjectHearsOfItsJobsAndOfNoOtherProjects() {
        Api other = SharedNode.of(SharedNode.Kind.API, EventStream.class).api();
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), "")) {
            String foreign = other.accepted(VIDEO);
            String job = own.api().accepted(VIDEO);
            JsonNode told = next(stream, job, "queued");
            assertThat(told.has("tasks")).isFalse();
            other.post("/jobs/" + foreign + "/cancel", "");
            own.api().post("/jobs/" + job + "/cancel", "");
            next(stream, job, "cancelled");
            assertThat(stream.lastId()).endsWith("-" + job);
        }
    }

    @Test
    void whoComesBackIsToldOfWhatHasHappenedSince() {
        String job = own.api().accepted(VIDEO);
        String lastId;
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), "")) {
            next(stream, job, "queued");
            lastId = stream.lastId();
        }
        own.api().post("/jobs/" + job + "/cancel", "");
        String later = own.api().accepted(VIDEO);
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), lastId)) {
            next(stream, job, "cancelled");
            next(stream, later, "queued");
        }
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), "no id of ours")) {
            next(stream, later, "queued");
        }
    }

    @Test
    void aJobThatIsDeletedIsToldToItsProjectAloneAlsoToWhoComesBack() {
        Api other = SharedNode.of(SharedNode.Kind.API, EventStream.class).api();
        String foreign = cancelled(other);
        String job = cancelled(own.api());
        String lastId;
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), "")) {
            next(stream, job, "cancelled");
            lastId = stream.lastId();
            assertThat(other.delete("/jobs/" + foreign).status()).isEqualTo(200);
            assertThat(own.api().delete("/jobs/" + job).status()).isEqualTo(200);
            assertThat(deleted(stream)).isEqualTo(job);
        }
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), lastId)) {
            assertThat(deleted(stream)).isEqualTo(job);
        }
    }

    private static String cancelled(Api api) {
        String job = api.accepted(VIDEO);
        api.post("/jobs/" + job + "/cancel", "");
        return job;
    }

    /** Reads on until a job is told to be deleted. */
    private static String deleted(EventStream stream) {
        JsonNode told = stream.next();
        while (stream.name().equals("job")) {
            told = stream.next();
        }
        assertThat(told.get("deleted").asBoolean()).isTrue();
        return told.get("id").asText();
    }

    @Test
    void noneOfManyChangesAtOnceIsLeftOut() {
        Set<String> jobs = new HashSet<>();
        try (EventStream stream = EventStream.ofProject(own.node(), own.key(), "")) {
            for (int i = 0; i < MANY; i++) {
                jobs.add(own.api().accepted(VIDEO));
            }
            while (!jobs.isEmpty()) {
                jobs.remove(stream.next().get("id").asText());
            }
        }
    }

    /** Reads on until this job is told to be in this state. What changed in the seconds before comes, too. */
    private JsonNode next(EventStream stream, String job, String status) {
        while (true) {
            JsonNode told = stream.next();
            if (stream.name().equals("deleted")) {
                continue;
            }
            assertThat(own.api().get("/jobs/" + told.get("id").asText()).status()).as("it is of the project").isEqualTo(200);
            if (told.get("id").asText().equals(job) && told.get("status").asText().equals(status)) {
                return told;
            }
        }
    }
}
