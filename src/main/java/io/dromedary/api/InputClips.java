package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.InputClip;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the inputs of jobs that join several ({@code inputs}). */
final class InputClips {

    private static final String FIELD = "inputs";

    /** The kinds whose results can be joined from several inputs. */
    private static final List<String> KINDS = List.of("video", "audio");

    /** Options that say of one input which part of it is taken. */
    private static final List<String> PARTS = List.of("start", "end", "duration");

    private InputClips() {
    }

    /** Finds the connection that is named in a field, by the clip and the path of that field. */
    interface Finder {
        Optional<String> find(JsonNode clip, String path);
    }

    /**
     * The body with the first of its inputs as {@code input}, which all jobs have.
     *
     * @param body keeps the contract
     * @throws Problem {@code invalid_input}
     */
    static JsonNode withInput(JsonNode body) {
        if (body.has(FIELD) == body.has("input")) {
            throw body.has(FIELD)
                    ? invalid("'input' and 'inputs' are both there: send one file as 'input', or those to join as 'inputs'.", FIELD)
                    : invalid("'input' is missing: it is required. Send the URL of the file to process, or those of several to"
                            + " join as 'inputs'.", "input");
        }
        return body.has(FIELD) ? ((ObjectNode) body.deepCopy()).put("input", url(body.get(FIELD).get(0))) : body;
    }

    /**
     * Checks what the contract cannot express.
     *
     * @param body with its kind and options
     * @throws Problem {@code invalid_input}
     */
    static void check(JsonNode body) {
        if (!body.has(FIELD)) {
            return;
        }
        String kind = body.get("kind").asText();
        if (!KINDS.contains(kind)) {
            throw invalid("'inputs' are joined by the kinds " + String.join(" and ", KINDS) + ", not by '" + kind
                    + "': send one file as 'input', or make a video of several first.", FIELD);
        }
        PARTS.stream().filter(body.path("options")::has).findFirst().ifPresent(part -> {
            throw invalid("'options." + part + "' is about one input, and this job joins several: send the part of each in"
                    + " 'inputs', such as {\"url\": \"...\", \"start\": 1, \"end\": 2}.", "options." + part);
        });
        for (int number = 0; number < body.get(FIELD).size(); number++) {
            JsonNode clip = body.get(FIELD).get(number);
            if (clip.has("end") && clip.get("end").asDouble() <= clip.path("start").asDouble(0)) {
                throw invalid("'end' (%s s) must be after 'start' (%s s).".formatted(clip.get("end").asText(),
                        clip.path("start").asText("0")), path(number, "end"));
            }
        }
    }

    /** The URLs of the inputs, by the field that contains each. */
    static Map<String, String> sources(JsonNode body) {
        var urls = new TreeMap<String, String>();
        for (int number = 0; number < body.path(FIELD).size(); number++) {
            urls.put(path(number, "url"), url(body.get(FIELD).get(number)));
        }
        return urls;
    }

    /**
     * Reads the clips.
     *
     * @param finder   finds the connections that they name
     * @param fallback the connection of those that name none
     * @throws Problem {@code invalid_input} for an input in a bucket without a connection
     */
    static List<InputClip> read(JsonNode body, Finder finder, Optional<String> fallback) {
        var clips = new ArrayList<InputClip>();
        for (JsonNode clip : body.path(FIELD)) {
            int number = clips.size();
            Optional<String> own = finder.find(clip, path(number, "connection_id"));
            Optional<String> reader = ObjectUrl.parse(url(clip)).flatMap(object -> own.or(() -> fallback));
            if (reader.isEmpty() && ObjectUrl.parse(url(clip)).isPresent()) {
                throw invalid("An s3:// URL in '" + path(number, "url") + "' needs a connection: name one in '"
                        + path(number, "connection_id") + "', or one for all in 'options.connection_id', or make one the"
                        + " default.", path(number, "connection_id"));
            }
            clips.add(new InputClip((ObjectNode) clip, reader));
        }
        return clips;
    }

    private static String url(JsonNode clip) {
        return clip.get("url").asText();
    }

    private static String path(int number, String field) {
        return FIELD + "[" + number + "]." + field;
    }

    private static Problem invalid(String message, String field) {
        return new Problem(ProblemKind.INVALID_INPUT, message, field);
    }
}
