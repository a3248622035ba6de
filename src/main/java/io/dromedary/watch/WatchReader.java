package io.dromedary.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.WebUrl;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ObjectUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a watch of an entry, or reports what is wrong with it. An example of the request that the watch would send is
 * checked against the contract.
 */
final class WatchReader {

    static final String TOKEN = "token";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Za-z_][A-Za-z0-9_]*)}}");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> TEXTS = List.of("kind", "preset", "output", "webhook-url");
    private static final int MAX_SECONDS = 86_400;
    /** Cloudflare's limits for a pull. */
    private static final int MAX_BATCH = 100;
    private static final int MAX_LEASE_SECONDS = 43_200;

    private final Consumer<JsonNode> requestCheck;
    private final AllowedHosts allowed;
    private final UnaryOperator<String> environment;

    /**
     * @param requestCheck checks the body of a request for a job, and throws a {@link Problem}; connections need not
     *                     exist
     * @param environment  the value of a variable, or null
     */
    WatchReader(Consumer<JsonNode> requestCheck, AllowedHosts allowed, UnaryOperator<String> environment) {
        this.requestCheck = requestCheck;
        this.allowed = allowed;
        this.environment = environment;
    }

    /**
     * Reads an entry.
     *
     * @param readsQueue  whether its template reads a queue
     * @param hasInterval whether it looks by itself; otherwise it is told of objects
     * @throws IllegalArgumentException if it is wrong, naming the entry and the parameter
     */
    Watch read(Entry entry, boolean readsQueue, boolean hasInterval) {
        if (hasInterval) {
            entry.number("interval", 1, MAX_SECONDS);
        }
        entry.word("enabled", List.of("true", "false"));
        String bucket = matching(entry, "bucket", BUCKET, "the name of a bucket");
        String prefix = entry.literal("prefix");
        AfterSuccess after = AfterSuccess.valueOf(entry.word("source",
                Arrays.stream(AfterSuccess.values()).map(AfterSuccess::wireName).toList()).toUpperCase(Locale.ROOT));
        List<String> suffixes = entry.list("suffixes").stream().map(suffix -> suffix.toLowerCase(Locale.ROOT)).toList();
        var watch = new Watch(entry.name(), matching(entry, "project", PROJECT, "the name of a project: up to 64 letters,"
                + " digits, '-', '_' or '.'"), entry.text("connection"), bucket, prefix, suffixes, order(entry), after,
                moveTo(entry, after, bucket, prefix), readsQueue ? Optional.of(queue(entry)) : Optional.empty(),
                !hasInterval, entry.required("enabled").equals("true"));
        check(entry, watch.orderFor(prefix + "example" + suffixes.stream().findFirst().orElse("")));
        return watch;
    }

    private static String matching(Entry entry, String parameter, Pattern pattern, String right) {
        String value = entry.required(parameter);
        if (!pattern.matcher(value).matches()) {
            throw entry.wrong(parameter, "is '" + value + "': it must be " + right);
        }
        return value;
    }

    private static ObjectNode order(Entry entry) {
        ObjectNode order = JSON.createObjectNode();
        TEXTS.forEach(name -> entry.text(name).ifPresent(value -> order.put(field(name), value)));
        entry.text("options").ifPresent(value -> order.set("options", read(entry, "options", value, ObjectNode.class,
                "an object of JSON, such as {\"width\": 1280}")));
        entry.text("outputs").ifPresent(value -> order.set("outputs", read(entry, "outputs", value, ArrayNode.class,
                "a list of JSON, such as [{\"kind\": \"video\"}, {\"kind\": \"image\", \"options\": {\"start\": 1}}]")));
        entry.text("inputs").ifPresent(value -> order.set("inputs", inputs(entry, value)));
        entry.text("priority").ifPresent(value -> {
            if (!value.matches("-?[0-9]{1,9}")) {
                throw entry.wrong("priority", "is '" + value + "': it must be a whole number");
            }
            order.put("priority", Integer.parseInt(value));
        });
        entry.text("connection").ifPresent(name -> order.put("connection_id", name));
        entry.text("output-connection").ifPresent(name -> order.put("output_connection_id", name));
        return order;
    }

    /** What is joined; results are named after the first, so that it is the object that was found. */
    private static ArrayNode inputs(Entry entry, String value) {
        String right = "a list of JSON that begins with the object, such as [{\"url\": \"" + Watch.OBJECT
                + "\"}, {\"url\": \"s3://my-r2-bucket/end.mp4\"}]";
        ArrayNode inputs = read(entry, "inputs", value, ArrayNode.class, right);
        if (!inputs.path(0).path("url").asText().equals(Watch.OBJECT)) {
            throw entry.wrong("inputs", "must be " + right + ": results are named after the first");
        }
        return inputs;
    }

    private static <T extends JsonNode> T read(Entry entry, String parameter, String value, Class<T> type, String right) {
        try {
            JsonNode json = JSON.readTree(value);
            if (type.isInstance(json)) {
                return type.cast(json);
            }
        } catch (JsonProcessingException e) {
            throw entry.wrong(parameter, "is no JSON: " + e.getOriginalMessage());
        }
        throw entry.wrong(parameter, "must be " + right);
    }

    private static Optional<ObjectUrl> moveTo(Entry entry, AfterSuccess after, String bucket, String prefix) {
        if (after != AfterSuccess.MOVE) {
            entry.text("move-to").ifPresent(value -> {
                throw entry.wrong("move-to", "is only for source=move");
            });
            return Optional.empty();
        }
        String value = entry.required("move-to");
        if (value.matches("s3://[^/]+/?")) {
            throw entry.wrong("move-to", "needs a prefix: s3://<bucket>/<prefix>/");
        }
        ObjectUrl start = ObjectUrl.parse(value).orElseGet(() -> new ObjectUrl(bucket, value));
        if (start.equals(new ObjectUrl(bucket, prefix))) {
            throw entry.wrong("move-to", "is where the objects are already: give another prefix or bucket");
        }
        return Optional.of(start);
    }

    private EventQueue queue(Entry entry) {
        URI api;
        try {
            api = WebUrl.parse(entry.required("api"), "api");
            allowed.check(api, "api");
        } catch (Problem e) {
            throw entry.wrong("api", "is refused: " + e.getMessage());
        }
        return new EventQueue(api, matching(entry, "account", ID, "the id of the Cloudflare account"),
                matching(entry, "queue", ID, "the id of the queue"), token(entry),
                entry.number("batch", 1, MAX_BATCH),
                Duration.ofSeconds(entry.number("lease", 1, MAX_LEASE_SECONDS)));
    }

    private EventQueue.Token token(Entry entry) {
        Matcher variable = VARIABLE.matcher(entry.required(TOKEN));
        if (!variable.matches()) {
            throw entry.wrong(TOKEN,
                    "must be {{env:NAME}}, where the variable NAME of the environment holds the token");
        }
        return Optional.ofNullable(environment.apply(variable.group(1))).map(String::strip)
                .filter(value -> !value.isEmpty()).map(EventQueue.Token::new)
                .orElseThrow(() -> entry.wrong(TOKEN, "names the variable " + variable.group(1)
                        + " of the environment, which is empty"));
    }

    private void check(Entry entry, ObjectNode example) {
        try {
            requestCheck.accept(example);
        } catch (Problem e) {
            String field = e.field().orElse("options");
            String parameter = parameter(field);
            throw entry.wrong(parameter, "is not right: " + e.getMessage());
        }
    }

    /** The parameter that a field of the request comes from. */
    private static String parameter(String field) {
        String first = field.split("[.\\[]")[0];
        return switch (first) {
            case "connection_id" -> "connection";
            case "output_connection_id" -> "output-connection";
            case "input" -> "prefix";
            default -> first.replace('_', '-');
        };
    }

    private static String field(String parameter) {
        return parameter.replace('-', '_');
    }
}
