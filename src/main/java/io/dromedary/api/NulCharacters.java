package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.Map;

/**
 * Refuses the character NUL in all text of callers. PostgreSQL cannot store it (its manual, 8.3), and no name of a file
 * or an object can contain it. With SQLite it is refused too, so that both databases behave the same.
 */
final class NulCharacters {

    private static final char NUL = '\0';

    private NulCharacters() {
    }

    /**
     * Checks the parameters of a query. HTTP itself forbids NUL in headers (RFC 9110, 5.5), and path segments are
     * compared undecoded.
     *
     * @throws Problem {@code invalid_input}, naming the parameter
     */
    static void refuse(Map<String, String> parameters) {
        parameters.forEach((name, value) -> {
            if (has(name) || has(value)) {
                throw problem("The parameter", shown(name));
            }
        });
    }

    /**
     * Checks all names and texts of a body.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    static void refuse(JsonNode body) {
        refuse(body, "");
    }

    private static void refuse(JsonNode node, String path) {
        if (node.isTextual() && has(node.textValue())) {
            throw path.isEmpty() ? new Problem(ProblemKind.INVALID_INPUT, "The body is a text with the character NUL.")
                    : problem("The field", path);
        }
        node.fields().forEachRemaining(field -> {
            String at = path.isEmpty() ? shown(field.getKey()) : path + "." + shown(field.getKey());
            if (has(field.getKey())) {
                throw problem("The field", at);
            }
            refuse(field.getValue(), at);
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                refuse(node.get(i), path.isEmpty() ? Integer.toString(i) : path + "." + i);
            }
        }
    }

    private static boolean has(String text) {
        return text.indexOf(NUL) >= 0;
    }

    private static String shown(String name) {
        return name.replace(String.valueOf(NUL), "\\u0000");
    }

    private static Problem problem(String what, String name) {
        return new Problem(ProblemKind.INVALID_INPUT, what + " '" + name
                + "' has the character NUL (\\u0000), which cannot be stored: leave it out.", name);
    }
}
