package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.Failure;
import java.util.Locale;
import java.util.Optional;

/** States and failures as JSON. */
final class StateJson {

    private StateJson() {
    }

    /** A failure; null if there is none. */
    static ObjectNode failure(Optional<Failure> error) {
        return error.map(failure -> JsonNodeFactory.instance.objectNode()
                .put("kind", failure.kind().wireName()).put("message", failure.message())).orElse(null);
    }

    /** The name of a state in the contract. */
    static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
