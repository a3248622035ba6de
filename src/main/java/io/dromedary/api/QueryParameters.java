package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the parameters of a query; none may be given twice. */
final class QueryParameters {

    private QueryParameters() {
    }

    /**
     * The parameters by their names.
     *
     * @param query the part of the URL after the question mark
     * @throws Problem {@code invalid_input}
     */
    static Map<String, String> parse(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                    throw new Problem(ProblemKind.INVALID_INPUT, "The parameter '" + name + "' is given twice.", name);
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The query has a '%' that two hex digits do not follow.");
        }
    }
}
