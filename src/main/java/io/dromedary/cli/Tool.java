package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Something that a language model can have done.
 *
 * @param name what it is called by
 * @param description what it does, in words of the contract
 * @param input the JSON schema of its arguments, an object, without references
 * @param readOnly whether it changes nothing
 * @param call does it
 */
public record Tool(String name, String description, ObjectNode input, boolean readOnly, Call call) {

    /** Does what a tool is for. */
    public interface Call {

        /**
         * Does it.
         *
         * @param arguments as the model gave them: they may be anything
         */
        Outcome of(ObjectNode arguments) throws InterruptedException;
    }

    /**
     * What came of a call.
     *
     * @param answer the server's; empty if it refused, or could not be asked
     * @param failure what was wrong, and what would be right
     */
    public record Outcome(Optional<JsonNode> answer, Optional<String> failure) {

        static Outcome answered(JsonNode answer) {
            return new Outcome(Optional.of(answer), Optional.empty());
        }

        static Outcome failed(String message) {
            return new Outcome(Optional.empty(), Optional.of(message));
        }
    }
}
