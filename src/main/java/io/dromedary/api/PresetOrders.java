package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Applies presets to orders: kind and options come from the preset, unless the order itself has them. */
public final class PresetOrders {

    private final Function<String, Optional<Preset>> find;
    private final Supplier<? extends Collection<String>> names;
    private final Contract contract;

    /** Uses the presets that are configured when an order arrives. */
    public PresetOrders(
            Function<String, Optional<Preset>> find, Supplier<? extends Collection<String>> names, Contract contract) {
        this.find = find;
        this.names = names;
        this.contract = contract;
    }

    /** The presets that are configured now, by name. */
    SortedMap<String, Preset> all() {
        var all = new TreeMap<String, Preset>();
        names.get().forEach(name -> find.apply(name).ifPresent(preset -> all.put(name, preset)));
        return all;
    }

    /** The contract that orders keep. */
    Contract contract() {
        return contract;
    }

    /** A kind and its options. */
    public record Preset(String kind, ObjectNode options) {
    }

    /**
     * Checks a preset as if its options came with a job.
     *
     * @throws Problem {@code invalid_input}
     */
    public static void check(Preset preset, Contract contract, OptionCheck rules) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("input", "https://example.com/input").put("kind", preset.kind());
        body.set("options", preset.options());
        contract.checkBody("createJob", body);
        rules.check(preset.kind(), preset.options());
    }

    /**
     * The order with its preset applied.
     *
     * @throws Problem {@code invalid_input} for an unknown preset, one of another kind, or an order without a kind
     */
    JsonNode apply(JsonNode order) {
        if (!order.has("preset")) {
            if (!order.has("kind")) {
                throw new Problem(ProblemKind.INVALID_INPUT, "'kind' is missing: give "
                        + contract.words("Kind") + ", or name a preset in 'preset'.", "kind");
            }
            return order;
        }
        String name = order.get("preset").asText();
        Preset preset = find.apply(name).orElseThrow(() -> unknown(name));
        String kind = order.path("kind").asText(preset.kind());
        if (!kind.equals(preset.kind())) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The preset '" + name + "' is for kind '" + preset.kind()
                    + "', and the job is of kind '" + kind + "': leave out one of them.", "preset");
        }
        ObjectNode options = preset.options().deepCopy();
        if (order.has("options")) {
            options.setAll((ObjectNode) order.get("options"));
        }
        ObjectNode whole = order.deepCopy();
        whole.put("kind", kind).set("options", options);
        contract.checkBody("createJob", whole);
        return whole;
    }

    private Problem unknown(String name) {
        Collection<String> known = names.get();
        String hint = known.isEmpty() ? "none is configured in config/encoding.yaml."
                : SuggestedName.hint(name, new TreeSet<>(known));
        return new Problem(ProblemKind.INVALID_INPUT, "There is no preset '" + name + "': " + hint, "preset");
    }
}
