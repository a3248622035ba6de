package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.database.Ids;
import io.dromedary.naming.NamedFormat;
import io.dromedary.naming.UnsuitableName;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses formats by the names of outputs. */
final class OutputFormats {

    private static final String OUTPUT = "output";
    private static final String FORMAT = "format";

    private static final Pattern MASTER = Pattern.compile("[^/]\\.m3u8$", Pattern.CASE_INSENSITIVE);

    private final OptionCheck options;

    OutputFormats(OptionCheck options) {
        this.options = options;
    }

    /**
     * The order with the format that the name of its output chooses, unless that is the default.
     *
     * @param sent  the order as it was sent
     * @param whole the same with its preset applied
     * @throws Problem {@code invalid_input}, if the kind does not make what the name says, or the options contradict it;
     *                 always of {@code output}, since a name may come from that of the input
     */
    JsonNode apply(JsonNode sent, JsonNode whole) {
        if (!whole.has(OUTPUT)) {
            return whole;
        }
        String kind = whole.get("kind").asText();
        ObjectNode given = whole.path("options") instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        var name = new NamedFormat.Name("'output'", path(whole));
        Optional<String> format = format(kind, given, name, asked(sent, given));
        if (kind.equals("adaptive_video")) {
            checkMaster(whole);
        }
        if (given.hasNonNull("interval") && !name.path().endsWith("/")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'output' must be a folder, with a '/' at its end: 'interval' makes"
                    + " several pictures.", OUTPUT);
        }
        if (format.isEmpty() || NamedFormat.isDefault(kind, format.get()) && !given.hasNonNull(FORMAT)
                || format.get().equals(given.path(FORMAT).asText())) {
            return whole;
        }
        ObjectNode chosen = given.deepCopy().put(FORMAT, format.get());
        check(kind, given, chosen, format.get());
        ObjectNode order = whole.deepCopy();
        order.set("options", chosen);
        return order;
    }

    /** The result is many files: a folder takes them, or a master playlist names the folder. */
    private static void checkMaster(JsonNode order) {
        String key = OutputTemplate.withExtension(ObjectUrl.parse(expanded(order)).orElseThrow(), "m3u8").key();
        if (!key.endsWith("/") && !MASTER.matcher(key).find()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'output' must be a folder, with a '/' at its end, or the name of the"
                    + " master playlist, with .m3u8: the result is many files.", OUTPUT);
        }
    }

    /** The key as it will be, except for the id and the time, and without what only the result decides. */
    private static String path(JsonNode order) {
        String expanded = expanded(order);
        return OutputTemplate.withExtension(ObjectUrl.parse(expanded).orElseThrow(), "").key();
    }

    /** The output as it will be. The id and the time in it are placeholders: they have the same length for every job. */
    static String expanded(JsonNode order) {
        return OutputTemplate.parse(order.get(OUTPUT).asText(), OUTPUT).expand(Ids.next("job"),
                order.get("kind").asText(), order.get("input").asText(), Instant.EPOCH);
    }

    private static Optional<String> format(
            String kind, ObjectNode given, NamedFormat.Name name, Optional<NamedFormat.Asked> asked) {
        try {
            return NamedFormat.of(given.hasNonNull("waveform") ? NamedFormat.WAVEFORM : kind, name, asked);
        } catch (UnsuitableName e) {
            throw new Problem(ProblemKind.INVALID_INPUT, e.getMessage(), OUTPUT);
        }
    }

    private static Optional<NamedFormat.Asked> asked(JsonNode sent, ObjectNode given) {
        if (!given.hasNonNull(FORMAT)) {
            return Optional.empty();
        }
        String format = given.get(FORMAT).asText();
        return Optional.of(sent.path("options").hasNonNull(FORMAT)
                ? new NamedFormat.Asked("'options.format'", format, "Change one of them, or leave out 'options.format'.")
                : new NamedFormat.Asked("the format of the preset '" + sent.path("preset").asText() + "'", format,
                        "Change the name, or send 'options.format' too, which overrides that of the preset."));
    }

    /** Says where the format comes from if it is what the other options do not go with. */
    private void check(String kind, ObjectNode given, ObjectNode chosen, String format) {
        Optional<String> problem = problem(kind, chosen);
        if (problem.isPresent() && !problem.equals(problem(kind, given))) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The name in 'output' chooses the format " + format + ". "
                    + problem.get(), OUTPUT);
        }
    }

    private Optional<String> problem(String kind, ObjectNode given) {
        try {
            options.check(kind, given);
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(e.getMessage());
        }
    }
}
