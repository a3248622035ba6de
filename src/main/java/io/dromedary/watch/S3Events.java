package io.dromedary.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.api.AnswerBody;
import io.dromedary.api.Authenticator;
import io.dromedary.api.RequestBody;
import io.dromedary.job.Job;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Takes S3 events that stores send to this server, as MinIO's webhooks do: {@code {"Records": [{"eventName",
 * "s3": {"bucket": {"name"}, "object": {"key", "size", "eTag"}}}]}} (Amazon S3, "Event message structure"). Keys in them are
 * form-encoded.
 */
public final class S3Events {

    /** MinIO sends one at a time, Amazon some at most. */
    private static final int MOST = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREATED = "(s3:)?ObjectCreated:.*";

    private final Watches watches;

    public S3Events(Watches watches) {
        this.watches = watches;
    }

    /**
     * The watch that a request's events are for.
     *
     * @throws Problem {@code not_found} unless it is of the caller's project and takes events
     */
    public Watch watch(@Variable(Authenticator.CALLER) Caller caller, @Header("watch") String name) {
        return find(name).filter(watch -> watch.project().equals(caller.project())).orElseThrow(() -> unknown(name));
    }

    /**
     * The watch that events from a custom route are for.
     *
     * @throws Problem {@code not_found}
     */
    public Watch submitted(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private Optional<Watch> find(String name) {
        return watches.find(name == null ? "" : name).filter(watch -> watch.isTold() && watch.isEnabled());
    }

    private static Problem unknown(String name) {
        return new Problem(ProblemKind.NOT_FOUND, "There is no watch '" + name + "' that takes events. GET /watches lists the watches;"
                + " those that take events are entries of the template watch-events.");
    }

    /**
     * The objects that were created, as the events of a request say. Other events are passed over.
     *
     * @throws Problem {@code invalid_input} if something is missing in an event, or it is of another bucket
     */
    public List<FoundObject> objects(Watch watch, @Body RequestBody request) {
        return objects(watch, request.json());
    }

    /**
     * The same, of events from a custom route.
     *
     * @param json the text of the events
     * @throws Problem {@code invalid_input}
     */
    public List<FoundObject> submittedObjects(Watch watch, String json) {
        try {
            return objects(watch, JSON.readTree(json == null ? "" : json));
        } catch (JsonProcessingException e) {
            throw wrong("Records", "The body is no JSON: " + e.getOriginalMessage());
        }
    }

    private static List<FoundObject> objects(Watch watch, JsonNode json) {
        JsonNode records = json.path("Records");
        if (!records.isArray()) {
            // Amazon sends one when notifications are set up.
            if (json.path("Event").asText().equals("s3:TestEvent")) {
                return List.of();
            }
            throw wrong("Records", "'Records' must be a list of S3 events.");
        }
        if (records.size() > MOST) {
            throw wrong("Records", "'Records' has " + records.size() + " events: at most " + MOST + " are taken at a time.");
        }
        var found = new ArrayList<FoundObject>();
        for (int i = 0; i < records.size(); i++) {
            JsonNode event = records.get(i);
            String field = "Records[" + i + "]";
            String bucket = text(event.at("/s3/bucket/name"), field + ".s3.bucket.name");
            if (!bucket.equals(watch.bucket())) {
                throw wrong(field + ".s3.bucket.name", "This watch is of the bucket '" + watch.bucket() + "', and the event of another.");
            }
            if (text(event.path("eventName"), field + ".eventName").matches(CREATED)) {
                found.add(object(event.at("/s3/object"), field + ".s3.object"));
            }
        }
        return found;
    }

    private static FoundObject object(JsonNode object, String field) {
        if (!object.path("size").canConvertToLong()) {
            throw wrong(field + ".size", "'" + field + ".size' must be the size of the object in bytes.");
        }
        String key = text(object.path("key"), field + ".key");
        try {
            return FoundObject.of(URLDecoder.decode(key, StandardCharsets.UTF_8), text(object.path("eTag"), field + ".eTag"),
                    object.get("size").asLong());
        } catch (IllegalArgumentException notEncoded) {
            throw wrong(field + ".key", "'" + field + ".key' must be URL-encoded, as stores send keys in events.");
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.isTextual() || node.asText().isEmpty()) {
            throw wrong(field, "'" + field + "' is missing: it must be a text.");
        }
        return node.asText();
    }

    private static Problem wrong(String field, String message) {
        return new Problem(ProblemKind.INVALID_INPUT, message, field);
    }

    /** The answer with the jobs that were made of the events. */
    public AnswerBody answer(Watch watch, List<Job> jobs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "events").put("watch", watch.name());
        jobs.forEach(job -> json.withArray("/jobs").add(job.id()));
        return new AnswerBody(jobs.isEmpty() ? json.set("jobs", JsonNodeFactory.instance.arrayNode()) : json);
    }
}
