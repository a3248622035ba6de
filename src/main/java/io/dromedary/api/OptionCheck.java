package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import java.util.Map;

/** Checks the rules between options, which the contract cannot express. */
public interface OptionCheck {
    /**
     * Checks the options of a kind.
     *
     * @return the URLs of the files that such a job reads beside its input, by the field that names each
     * @throws Problem {@code invalid_input}
     */
    Map<String, String> check(String kind, ObjectNode options);
}
