package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The entries of an option that is a list of objects, from flags that can be repeated: {@code --subtitle a.vtt
 * --subtitle-language en --subtitle b.vtt --subtitle-language de}. The first flag begins an entry, the others say more of
 * the last one.
 */
final class ListFlags {
    private final JobOption list;
    private final ObjectNode options;

    /** @param options takes the list */
    ListFlags(JobOption list, ObjectNode options) {
        this.list = list;
        this.options = options;
    }

    /** Takes the value of a flag. */
    void take(CommandSpec spec, JobOption part, JsonNode value) {
        ArrayNode entries = options.withArray("/" + list.property());
        if (part.schema().has(JobOption.ENTRY)) {
            entries.addObject().set(part.property(), value);
            return;
        }
        String first = "--" + list.entryFlag();
        if (entries.isEmpty()) {
            throw new ParameterException(spec.commandLine(), part.flag() + " says something of the " + first
                    + " before it, and there is none. Give " + first + " first.");
        }
        ObjectNode last = (ObjectNode) entries.get(entries.size() - 1);
        if (last.has(part.property())) {
            throw new ParameterException(spec.commandLine(), part.flag() + " is given twice for the same " + first + ".");
        }
        last.set(part.property(), value);
    }

    /** Replaces names of files by URLs. */
    void resolve(LocalFiles local) {
        for (JsonNode entry : options.path(list.property())) {
            if (entry instanceof ObjectNode object && object.path("url").isTextual()) {
                object.put("url", local.url("--" + list.entryFlag(), object.get("url").asText()));
            }
        }
    }
}
