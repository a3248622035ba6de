package io.dromedary.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an object in a bucket has beside its content and type: what stores send with it, and how they keep it.
 *
 * @param metadata the user metadata ({@code x-amz-meta-…}), by names in small letters
 */
public record ObjectHeaders(Optional<String> cacheControl, Optional<String> contentDisposition,
        Optional<String> storageClass, Map<String, String> metadata) {

    /** Nothing of it. */
    public static final ObjectHeaders NONE = new ObjectHeaders(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /** S3 and R2 limit names and values of the metadata of an object together to 2 KB; some is left for our own marks. */
    private static final int MAX_METADATA_BYTES = 1_800;
    /** Visible characters and blanks (RFC 9110, 5.5), so that no value can add a line. */
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,512}");
    private static final Pattern DISPOSITION = Pattern.compile("(inline|attachment)( *;[\\x20-\\x7e]*)?");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    /** What the routes would take for an expression. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$(simple)?\\{");
    private static final String OWN = "dromedary-";

    /**
     * Reads headers from JSON.
     *
     * @param field what it is called in messages
     * @throws Problem {@code invalid_input}, naming the part and what would be right
     */
    public static ObjectHeaders of(JsonNode json, String field) {
        var metadata = new LinkedHashMap<String, String>();
        json.path("metadata").properties().forEach(entry -> {
            String name = field + ".metadata." + entry.getKey();
            if (!NAME.matcher(entry.getKey()).matches() || entry.getKey().startsWith(OWN)) {
                throw wrong(field + ".metadata", "names 1 to 64 small letters, digits and '-' each, and none that begins with "
                        + OWN + ": '" + entry.getKey() + "' is no such name");
            }
            metadata.put(entry.getKey(), value(entry.getValue(), name, VALUE, "1 to 512 printable ASCII characters"));
        });
        int bytes = metadata.entrySet().stream().mapToInt(entry ->
                (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length).sum();
        if (bytes > MAX_METADATA_BYTES) {
            throw wrong(field + ".metadata", "at most " + MAX_METADATA_BYTES + " bytes of names and values, as stores keep 2 KB;"
                    + " these are " + bytes);
        }
        return new ObjectHeaders(read(json, field, "cache_control", VALUE, "1 to 512 printable ASCII characters, such as public, max-age=3600"),
                read(json, field, "content_disposition", DISPOSITION, "inline or attachment, perhaps with a name: attachment; filename=\"film.mp4\""),
                read(json, field, "storage_class", CLASS, "one that the store has, such as STANDARD_IA"), metadata);
    }

    private static Optional<String> read(JsonNode json, String field, String name, Pattern pattern, String right) {
        return json.has(name) ? Optional.of(value(json.get(name), field + "." + name, pattern, right)) : Optional.empty();
    }

    private static String value(JsonNode node, String field, Pattern pattern, String right) {
        String value = node.isTextual() ? node.asText() : "";
        if (!pattern.matcher(value).matches() || value.length() > 512 || EXPRESSION.matcher(value).find()) {
            throw wrong(field, right + (EXPRESSION.matcher(value).find() ? ", without ${" : ""));
        }
        return value;
    }

    private static Problem wrong(String field, String right) {
        return new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' must be " + right + ".", field);
    }

    /** These, and what they leave open from others. */
    public ObjectHeaders or(ObjectHeaders others) {
        var all = new LinkedHashMap<>(others.metadata());
        all.putAll(metadata);
        return new ObjectHeaders(cacheControl.or(others::cacheControl), contentDisposition.or(others::contentDisposition),
                storageClass.or(others::storageClass), all);
    }
}
