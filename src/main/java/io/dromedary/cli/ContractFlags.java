package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Flags for all options of a kind in the contract, and the request from their values. */
final class ContractFlags {
    static final String PLACES = "Input and output";
    static final String JOB = "Job";
    private static final String WHAT = "What to make";
    private static final List<String> BOOLEANS = List.of("true", "false");

    /** Fields of a request without a flag: they come from -i, -o, the command and the options. */
    private static final Set<String> NO_FLAGS =
            Set.of("input", "kind", "output", "options", "connection_id", "output_connection_id");
    private static final Set<String> CONNECTIONS = Set.of("connection_id", "output_connection_id");

    private final KindCommand kind;
    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private final ObjectNode options = JsonNodeFactory.instance.objectNode();
    private final List<JobOption> files = new ArrayList<>();
    private final List<ListFlags> lists = new ArrayList<>();
    private int order;

    ContractFlags(KindCommand kind) {
        this.kind = kind;
    }

    /** The fields of the request that were given by flags, except options. */
    ObjectNode fields() {
        return fields;
    }

    /** The options that were given by flags. */
    ObjectNode options() {
        return options;
    }

    /** Replaces names of files by URLs, for options that are files. */
    void resolve(LocalFiles local) {
        for (JobOption file : files) {
            ObjectNode holder = file.owner().map(owner -> options.path(owner)).map(node -> node instanceof ObjectNode object
                    ? object : JsonNodeFactory.instance.objectNode()).orElse(options);
            JsonNode named = holder.path(file.property());
            if (named.isTextual()) {
                holder.put(file.property(), local.url(file.flag(), named.asText()));
            }
        }
        lists.forEach(list -> list.resolve(local));
    }

    /**
     * Adds the flags.
     *
     * @param firstOrder the first free position in the list of options of the help
     */
    void addTo(CommandSpec spec, OptionSections sections, ContractFile contract, int firstOrder) {
        addOptionsTo(spec, sections, contract, firstOrder);
        contract.properties("JobFields").stream().filter(option -> !NO_FLAGS.contains(option.property()))
                .forEach(option -> add(spec, sections, JOB, option, fields));
    }

    /** Adds the flags of the options alone, without those of the other fields of a request. */
    void addOptionsTo(CommandSpec spec, OptionSections sections, ContractFile contract, int firstOrder) {
        order = firstOrder;
        List<JobOption> properties = contract.properties(kind.schema());
        properties.stream().filter(option -> CONNECTIONS.contains(option.property()))
                .forEach(option -> add(spec, sections, PLACES, option, options));
        properties.stream().filter(option -> !CONNECTIONS.contains(option.property()) && !option.isObject())
                .forEach(option -> add(spec, sections, WHAT, option, options));
        for (JobOption option : properties.stream().filter(JobOption::isObject).toList()) {
            addObject(spec, sections, contract, option);
        }
        for (JobOption option : properties.stream().filter(JobOption::isList).toList()) {
            addList(spec, sections, contract, option);
        }
    }

    /** Adds a flag for each property of a list's entries; that for the list as JSON is among the others. */
    private void addList(CommandSpec spec, OptionSections sections, ContractFile contract, JobOption option) {
        ListFlags list = new ListFlags(option, options);
        lists.add(list);
        for (JobOption part : contract.entryParts(option)) {
            sections.put(TextFormat.capitalised(option.property()), add(spec, builder(part).type(List.class)
                    .auxiliaryTypes(JsonNode.class), part, value -> list.take(spec, part, value)));
        }
    }

    /** Adds a flag for an object as JSON, and one for each of its properties. */
    private void addObject(CommandSpec spec, OptionSections sections, ContractFile contract, JobOption option) {
        String heading = TextFormat.capitalised(option.property().replace('_', ' '));
        String path = "/" + option.property();
        List<JobOption> parts = contract.parts(option);
        boolean isTaken = parts.stream().anyMatch(part -> part.flag().equals(option.flag()));
        if (!isTaken) {
            // A property's own flag overrides the JSON, in any order.
            sections.put(heading, flag(spec, option, value -> options.set(option.property(),
                    value instanceof ObjectNode whole ? whole.deepCopy().setAll(options.withObject(path)) : value)));
        }
        for (JobOption part : parts) {
            sections.put(heading, flag(spec, part, value -> options.withObject(path).set(part.property(), value)));
        }
    }

    private void add(CommandSpec spec, OptionSections sections, String heading, JobOption option, ObjectNode target) {
        sections.put(heading, flag(spec, option, value -> target.set(option.property(), value)));
    }

    private OptionSpec flag(CommandSpec spec, JobOption option, Consumer<JsonNode> taker) {
        if (option.isFile()) {
            files.add(option);
        }
        return add(spec, builder(option).type(JsonNode.class), option, taker);
    }

    private OptionSpec.Builder builder(JobOption option) {
        // picocli formats descriptions
        return OptionSpec.builder(option.flag()).order(order++).converters(converter(option))
                .description(option.description().replace("%", "%%"));
    }

    private static OptionSpec add(CommandSpec spec, OptionSpec.Builder flag, JobOption option, Consumer<JsonNode> taker) {
        flag.setter(new ISetter() {
            @Override
            public <T> T set(T value) {
                // picocli also sets flags that were not given, to null, and gives a list for those that may be repeated
                if (value instanceof JsonNode node) {
                    taker.accept(node);
                } else if (value instanceof List<?> values) {
                    values.forEach(one -> taker.accept((JsonNode) one));
                }
                return null;
            }
        });
        if (option.isBoolean()) {
            flag.arity("0..1").fallbackValue("true").paramLabel("true|false").completionCandidates(BOOLEANS);
        } else {
            flag.arity("1").paramLabel(option.label()).completionCandidates(option.choices());
        }
        OptionSpec made = flag.build();
        spec.addOption(made);
        return made;
    }

    /** Not a lambda: Java 17 does not archive lambdas of these classes. */
    private static ITypeConverter<JsonNode> converter(JobOption option) {
        return new ITypeConverter<>() {
            @Override
            public JsonNode convert(String text) {
                try {
                    return option.parse(text);
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
            }
        };
    }
}
