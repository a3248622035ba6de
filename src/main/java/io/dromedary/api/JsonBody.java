package io.dromedary.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.util.Optional;

/** Reads the body of a request as JSON, and reports where it is malformed. */
final class JsonBody {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {
    }

    /** Is it a JSON object, or at least meant as one? Where it is malformed, {@link #parse} says. */
    static boolean isObject(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return each == '{';
            }
        }
        return false;
    }

    /**
     * Parses a body.
     *
     * @throws Problem {@code invalid_input}, with a message that shows neither the parser's text nor the content
     */
    static JsonNode parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.isMissingNode()) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The body is empty: send a JSON object.");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new Problem(ProblemKind.INVALID_INPUT, Optional.ofNullable(e.getLocation())
                    .map(place -> "The body is not JSON: see line " + place.getLineNr() + ", column "
                            + place.getColumnNr() + ".")
                    // Jackson reports no location when one of its limits is exceeded.
                    .orElse("The body is too deep, or has a name or a number that is too long."));
        } catch (IOException e) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The body is not JSON in UTF-8.");
        }
    }
}
