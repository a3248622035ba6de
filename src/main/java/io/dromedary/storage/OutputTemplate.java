package io.dromedary.storage;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code s3://} URL with variables in its key, such as <code>s3://bucket/{date}/{filename}.{ext}</code>.
 *
 * <p>All variables are known when a job is created, except <code>{ext}</code>: for some jobs it depends on the input. So
 * it stays until the result is published, and until then a brace in a name is doubled.
 */
public final class OutputTemplate {

    /** S3's limit. */
    private static final int MAX_KEY_BYTES = 1024;
    private static final String FILENAME = "{filename}";
    private static final String EXTENSION = "{ext}";
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern DOUBLED_OR_EXTENSION = Pattern.compile("\\{\\{|\\{ext}");

    private final ObjectUrl url;

    private OutputTemplate(ObjectUrl url) {
        this.url = url;
    }

    /**
     * Reads a template.
     *
     * @param field its name in error messages
     * @throws Problem {@code invalid_input}: an unknown variable, an unclosed brace, or a key that no store accepts
     */
    public static OutputTemplate parse(String text, String field) {
        ObjectUrl url = ObjectUrl.parse(text).orElseThrow(() -> invalid(field,
                "'" + field + "' must be s3://<bucket>/<key>."));
        if (url.bucket().contains("{") || url.bucket().contains("}")) {
            throw invalid(field, "'" + field + "' has a brace in the name of its bucket: variables are for the key.");
        }
        checkVariables(url.key(), field);
        checkKey(url, field);
        String last = url.key().substring(url.key().lastIndexOf('/') + 1);
        return new OutputTemplate(last.equals(FILENAME)
                ? new ObjectUrl(url.bucket(), url.key() + "." + EXTENSION) : url);
    }

    private static void checkKey(ObjectUrl url, String field) {
        if (url.key().chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, "'" + field + "' has a control character in its key.");
        }
        if (!url.isPlain()) {
            throw invalid(field, "'" + field + "' has '.' or '..' between slashes: many stores and clients take that for"
                    + " another place. Write the key that you mean.");
        }
    }

    private static void checkVariables(String key, String field) {
        Set<String> known = values("", "", "", Instant.EPOCH).keySet();
        VARIABLE.matcher(key).results().filter(found -> !known.contains(found.group(1))).findFirst().ifPresent(found -> {
            throw invalid(field, "There is no variable " + found.group() + " in '" + field + "': " + listed() + ".");
        });
        if (VARIABLE.matcher(key).replaceAll("").contains("{")) {
            throw invalid(field, "A brace is not closed in '" + field + "': a variable is written {name}, and "
                    + listed() + ".");
        }
    }

    private static String listed() {
        var names = new TreeSet<>(values("", "", "", Instant.EPOCH).keySet());
        return "known are " + String.join(", ", names.stream().map(name -> "{" + name + "}").toList());
    }

    /**
     * Replaces all variables but <code>{ext}</code>; only {@link #withExtension} can read the result.
     *
     * @param input URL of the input, which names the result
     * @param now   the time of the job, formatted in UTC
     */
    public String expand(String jobId, String kind, String input, Instant now) {
        Map<String, String> values = values(jobId, kind, input, now);
        String key = VARIABLE.matcher(url.key())
                .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
        return new ObjectUrl(url.bucket(), key).toString();
    }

    private static Map<String, String> values(String jobId, String kind, String input, Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var values = new LinkedHashMap<String, String>();
        values.put("filename", FileNames.stem(input).replace("{", "{{"));
        values.put("ext", EXTENSION);
        values.put("date", date.toString());
        values.put("year", "%04d".formatted(date.getYear()));
        values.put("month", "%02d".formatted(date.getMonthValue()));
        values.put("day", "%02d".formatted(date.getDayOfMonth()));
        values.put("job_id", jobId);
        values.put("kind", kind);
        return values;
    }

    /** The expanded URL with the extension of the result, given without its dot. */
    public static ObjectUrl withExtension(ObjectUrl expanded, String extension) {
        String key = DOUBLED_OR_EXTENSION.matcher(expanded.key())
                .replaceAll(found -> found.group().equals(EXTENSION) ? Matcher.quoteReplacement(extension) : "{");
        return new ObjectUrl(expanded.bucket(), key);
    }

    /**
     * Refuses an expanded URL whose key no store accepts, or whose path the name of the input has changed. For a
     * directory, the file's name is added first.
     *
     * @throws Problem {@code invalid_input}
     */
    public static void checkExpanded(String expanded, String input, String field) {
        ObjectUrl url = withExtension(ObjectUrl.parse(expanded).orElseThrow(), EXTENSION);
        checkKey(url, field);
        String key = url.isDirectory() ? url.key() + FileNames.safe(FileNames.stem(input)) + "." + EXTENSION : url.key();
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_KEY_BYTES) {
            throw invalid(field, "'" + field + "' makes a key of " + bytes + " bytes: stores take at most "
                    + MAX_KEY_BYTES + ".");
        }
    }

    private static Problem invalid(String field, String message) {
        return new Problem(ProblemKind.INVALID_INPUT, message, field);
    }
}
