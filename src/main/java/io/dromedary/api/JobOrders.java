package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Owner;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.WebUrl;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectHeaders;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import io.dromedary.storage.Source;
import io.dromedary.upload.Upload;
import io.dromedary.upload.UploadedFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads jobs from requests, and checks what the contract cannot express. */
public final class JobOrders {

    private static final String HEADERS = "output_headers";
    private static final int DEFAULT_PRIORITY = 4;
    private static final int MAX_METADATA_BYTES = 16 << 10;

    private final NamedConnections connections;
    private final AllowedHosts allowed;
    private final Predicate<String> published;
    private final OptionCheck options;
    private final PresetOrders presets;
    private final OutputFormats formats;
    private final UploadInputs uploads;
    private final Contract contract;

    /**
     * @param allowed   the hosts that inputs may come from
     * @param published tells whether a URL is that of a file that this server has published
     * @param options   checks the rules between options
     * @param presets   applies presets
     * @param uploads   the files that callers have sent
     */
    public JobOrders(ConnectionStore connections, AllowedHosts allowed, Predicate<String> published,
            OptionCheck options, PresetOrders presets, UploadedFiles uploads) {
        this.connections = new NamedConnections(connections);
        this.allowed = allowed;
        this.published = published;
        this.options = options;
        this.presets = presets;
        this.contract = presets.contract();
        this.formats = new OutputFormats(options);
        this.uploads = new UploadInputs(uploads);
    }

    /**
     * Checks what the contract cannot express, without looking up connections.
     *
     * @param body keeps the contract
     * @throws Problem {@code invalid_input}
     */
    public void check(JsonNode body) {
        if (body.has(OutputOrders.FIELD)) {
            OutputOrders.read(body, contract, alone -> {
                checkWhole(whole(alone));
                return alone;
            });
        } else {
            checkWhole(whole(body));
        }
    }

    private JsonNode whole(JsonNode sent) {
        JsonNode body = InputClips.withInput(sent);
        return formats.apply(body, presets.apply(body));
    }

    private void checkWhole(JsonNode body) {
        metadata(body).ifPresent(JobOrders::checkSize);
        InputClips.check(body);
        checkOutput(body);
        checkHeaders(body);
        sources(body).forEach((field, text) -> {
            // The contract decides whether files of this machine are allowed as inputs.
            ObjectUrl.parse(text).filter(object -> !object.isPlain()).ifPresent(elsewhere -> {
                throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' has '.' or '..' between slashes: many stores and"
                        + " clients take that for another place. Write the key that you mean.", field);
            });
            if (ObjectUrl.parse(text).isEmpty() && Source.File.parse(text).isEmpty() && !Upload.isId(text)) {
                URI url = WebUrl.parse(text, field);
                if (!published.test(text)) {
                    allowed.checkPublic(url, field);
                }
            }
        });
        webhookUrl(body).ifPresent(url -> allowed.check(WebUrl.parse(url, "webhook_url"), "webhook_url"));
    }

    /** The URLs that a job reads, by the field that contains each. */
    private Map<String, String> sources(JsonNode body) {
        var urls = new TreeMap<>(besides(body));
        urls.putAll(InputClips.sources(body));
        if (!body.has("inputs")) {
            urls.put("input", body.get("input").asText());
        }
        return urls;
    }

    /** Those beside the inputs. */
    private Map<String, String> besides(JsonNode body) {
        return options.check(body.get("kind").asText(), options(body));
    }

    /**
     * Reads a caller's job, and resolves its connections.
     *
     * @param order keeps the contract
     * @throws Problem {@code invalid_input}, also for a priority above the limit of the key
     */
    public JobOrder read(Caller caller, JsonNode order) {
        return read(new Owner(caller.project(), Optional.of(caller.keyId())), caller.limits().maxPriority(), order);
    }

    /**
     * Reads a job, and resolves its connections.
     *
     * @param owner owner of the job; connections are those of the owner's project
     * @param order keeps the contract
     * @throws Problem {@code invalid_input}
     */
    public JobOrder read(Owner owner, JsonNode order) {
        return read(owner, Optional.empty(), order);
    }

    private JobOrder read(Owner owner, Optional<Long> maxPriority, JsonNode order) {
        return order.has(OutputOrders.FIELD) ? several(owner, maxPriority, order) : single(owner, maxPriority, order);
    }

    /** The order of several outputs: what they have in common is that of the first. */
    private JobOrder several(Owner owner, Optional<Long> maxPriority, JsonNode order) {
        List<JobOrder> outputs = OutputOrders.read(order, contract, alone -> single(owner, maxPriority, alone));
        metadata(order).ifPresent(JobOrders::checkSize);
        webhookUrl(order).ifPresent(url -> allowed.check(WebUrl.parse(url, "webhook_url"), "webhook_url"));
        JobOrder first = outputs.get(0);
        Optional<String> reader = outputs.stream().flatMap(output -> output.connectionId().stream()).findFirst();
        return new JobOrder(owner, JobOrder.SEVERAL, Optional.empty(), first.input(), reader, Optional.empty(), Optional.empty(),
                JsonNodeFactory.instance.objectNode(), metadata(order), first.priority(), webhookUrl(order), Optional.empty(),
                first.inputs(), outputs);
    }

    private JobOrder single(Owner owner, Optional<Long> maxPriority, JsonNode order) {
        JsonNode body = whole(uploads.named(owner, order));
        checkWhole(body);
        uploads.check(owner, sources(body));
        String input = body.get("input").asText();
        ObjectNode given = options(body);
        Optional<String> target = Optional.ofNullable(body.get("output")).map(JsonNode::asText);
        Optional<Connection> reader = connections.named(owner, body, given, "connection_id");
        Optional<Connection> writer = connections.named(owner, body, given, "output_connection_id");
        // Each of several inputs may have its own connection.
        Optional<String> fromStore = (body.has("inputs") ? besides(body) : sources(body)).entrySet().stream()
                .filter(source -> ObjectUrl.parse(source.getValue()).isPresent()).map(Map.Entry::getKey).findFirst();
        Optional<Connection> fallback = reader.isPresent() ? reader : connections.usual(owner);
        if (fromStore.isPresent() && fallback.isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "An s3:// URL in '" + fromStore.get() + "' needs a connection:"
                    + " name one in 'options.connection_id', or make one the default." + connections.choice(owner), "options.connection_id");
        }
        if (target.isPresent() && writer.or(() -> fallback).isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "An s3:// output needs a connection: name one in"
                    + " 'options.connection_id', or one for the output alone in 'options.output_connection_id', or make"
                    + " one the default." + connections.choice(owner), "options.connection_id");
        }
        return new JobOrder(owner, body.get("kind").asText(),
                Optional.ofNullable(body.get("preset")).map(JsonNode::asText), input,
                fromStore.flatMap(field -> fallback).map(Connection::id), target,
                target.flatMap(url -> writer.or(() -> fallback).map(Connection::id)),
                given, metadata(body), priority(body, maxPriority),
                webhookUrl(body), Optional.ofNullable((ObjectNode) body.get(HEADERS)), List.of(), List.of())
                .joining(InputClips.read(body, (clip, path) -> Optional.ofNullable(clip.get("connection_id"))
                        .map(named -> connections.existing(owner, named.asText(), path).id()), fallback.map(Connection::id)));
    }

    /**
     * The priority that a body asks for.
     *
     * @param most the highest that the caller may ask for
     * @throws Problem {@code invalid_input} when it is higher
     */
    static int priority(JsonNode body, Optional<Long> most) {
        int wanted = body.path("priority").asInt(DEFAULT_PRIORITY);
        if (most.isEmpty() || wanted <= most.get()) {
            return wanted;
        }
        if (body.has("priority")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'priority' is " + wanted + ", and jobs of this key have at most "
                    + most.get() + " (its max_priority): ask for a lower one, or for more where keys are made.", "priority");
        }
        return most.get().intValue();
    }

    static ObjectNode options(JsonNode body) {
        return body.has("options") ? (ObjectNode) body.get("options") : JsonNodeFactory.instance.objectNode();
    }

    private static Optional<ObjectNode> metadata(JsonNode body) {
        return Optional.ofNullable((ObjectNode) body.get("metadata"));
    }

    private static Optional<String> webhookUrl(JsonNode body) {
        return Optional.ofNullable(body.get("webhook_url")).map(JsonNode::asText);
    }

    private static void checkOutput(JsonNode body) {
        if (body.has("output")) {
            OutputTemplate.checkExpanded(OutputFormats.expanded(body), body.get("input").asText(), "output");
        }
    }

    private static void checkHeaders(JsonNode body) {
        if (body.has(HEADERS)) {
            ObjectHeaders.of(body.get(HEADERS), HEADERS);
            if (!body.has("output")) {
                throw new Problem(ProblemKind.INVALID_INPUT, "'" + HEADERS + "' are those of objects in a bucket, and this result"
                        + " goes to the CDN. Send 'output', too.", HEADERS);
            }
        }
    }

    private static void checkSize(ObjectNode metadata) {
        int bytes = metadata.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_METADATA_BYTES) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'metadata' is " + bytes + " bytes of JSON: at most "
                    + MAX_METADATA_BYTES + " are kept with a job.", "metadata");
        }
    }
}
