package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Job;
import io.dromedary.job.JobStore;
import io.dromedary.job.RunningJobs;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.AllowedHosts;
import io.dromedary.storage.ObjectUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** Jobs on the wire. */
public final class JobApi {

    private static final int DEFAULT_PRIORITY = 4;
    private static final int MAX_METADATA_BYTES = 16 << 10;
    private static final List<String> FILTERS = List.of("kind", "status", "input");

    private final JobStore jobs;
    private final ConnectionStore connections;
    private final AllowedHosts allowed;
    private final RunningJobs running;
    private final OptionCheck options;

    public JobApi(JobStore jobs, ConnectionStore connections, AllowedHosts allowed, RunningJobs running,
            OptionCheck options) {
        this.jobs = jobs;
        this.connections = connections;
        this.allowed = allowed;
        this.running = running;
        this.options = options;
    }

    /** What the contract cannot say of options: rules between them. */
    public interface OptionCheck {
        /**
         * Checks the options of a kind.
         *
         * @throws Problem {@code invalid_input}
         */
        void check(String kind, ObjectNode options);
    }

    /** Checks what the contract cannot say, and stores the job. */
    public Job create(@Body RequestBody request) {
        JsonNode body = request.json();
        String input = body.get("input").asText();
        ObjectNode given = body.has("options") ? (ObjectNode) body.get("options")
                : JsonNodeFactory.instance.objectNode();
        String kind = body.get("kind").asText();
        options.check(kind, given);
        Optional<String> target = Optional.ofNullable(body.get("output")).map(JsonNode::asText);
        Optional<Connection> reader = connection(body, given, "connection_id");
        Optional<Connection> writer = connection(body, given, "output_connection_id");
        Optional<ObjectNode> metadata = Optional.ofNullable((ObjectNode) body.get("metadata"));
        metadata.ifPresent(JobApi::checkSize);
        boolean fromStore = ObjectUrl.parse(input).isPresent();
        if (!fromStore) {
            allowed.checkPublic(WebUrl.parse(input, "input"), "input");
        }
        Optional<Connection> fallback = reader.isPresent() ? reader : connections.findDefault();
        if (fromStore && fallback.isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "An s3:// input needs a connection: name one in"
                    + " 'options.connection_id', or make one the default.", "options.connection_id");
        }
        if (target.isPresent() && writer.or(() -> fallback).isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "An s3:// output needs a connection: name one in"
                    + " 'options.output_connection_id' or 'options.connection_id', or make one the default.",
                    "options.output_connection_id");
        }
        Optional<String> webhook = Optional.ofNullable(body.get("webhook_url")).map(JsonNode::asText);
        webhook.ifPresent(url -> allowed.check(WebUrl.parse(url, "webhook_url"), "webhook_url"));
        return jobs.create(new JobStore.Order(kind, input,
                fromStore ? fallback.map(Connection::id) : Optional.empty(), target,
                target.flatMap(url -> writer.or(() -> fallback).map(Connection::id)),
                given, metadata, body.path("priority").asInt(DEFAULT_PRIORITY), webhook));
    }

    private Optional<Connection> connection(JsonNode body, ObjectNode given, String field) {
        Optional<String> outer = Optional.ofNullable(body.get(field)).map(JsonNode::asText);
        Optional<String> inner = Optional.ofNullable(given.get(field)).map(JsonNode::asText);
        if (outer.isPresent() && inner.isPresent() && !outer.equals(inner)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' and 'options." + field
                    + "' name different connections: give one of them.", "options." + field);
        }
        String place = inner.isPresent() ? "options." + field : field;
        return inner.or(() -> outer).map(ref -> connections.find(ref).orElseThrow(() -> new Problem(
                ProblemKind.INVALID_INPUT, "There is no connection '" + ref
                        + "': GET /connections lists them.", place)));
    }

    private static void checkSize(ObjectNode metadata) {
        int bytes = metadata.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_METADATA_BYTES) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'metadata' is " + bytes + " bytes of JSON: at most "
                    + MAX_METADATA_BYTES + " are kept with a job.", "metadata");
        }
    }

    /** The job with its tasks. */
    public ObjectNode get(@Header("job") String id) {
        return JobJson.whole(jobs.get(id));
    }

    public void list(Exchange exchange) {
        PageRequest page = Lists.page(exchange);
        List<PageRequest.Filter> filters = FILTERS.stream().flatMap(name -> Lists.parameter(exchange, name)
                .map(value -> new PageRequest.Filter(name, value)).stream()).toList();
        Lists.answer(exchange, "/jobs", FILTERS, page, jobs.list(page, filters), JobJson::row, Job::id);
    }

    /** Ends the job, and the work on it if that is done here; other workers learn it by their next report. */
    public ObjectNode cancel(@Header("job") String id) {
        Job job = jobs.cancel(id);
        running.cancel(id);
        return JobJson.whole(job);
    }
}
