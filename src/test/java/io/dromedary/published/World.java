package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Where an entry is replayed.
 *
 * @param name   also that of its project
 * @param home   its folder; commands run in the folder {@code work} in it
 * @param ids    what stands for ids, by their prefix; those of jobs, tasks and files are made when they are needed
 */
record World(Entry entry, String name, Api api, Hosts hosts, R2Double store, Credentials credentials, Path home,
        Map<String, String> ids) implements AutoCloseable {

    private static final Pattern HOST = Pattern.compile("https?://[^/\\s\"'{}]+");
    private static final Pattern ID = Pattern.compile("\\b(job|task|file|conn|con)_[a-z0-9]*[0-9][a-z0-9]*\\b");
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    Path work() {
        return home.resolve("work");
    }

    /** The text with hosts, keys and ids replaced. */
    String text(String published) throws IOException, InterruptedException {
        if (published.contains("/sign/")) {
            return published;
        }
        String hosted = published.startsWith("https://") && published.indexOf('/', 8) < 0 ? store.endpoint().toString()
                : HOST.matcher(published).replaceAll(Matcher.quoteReplacement(hosts.base(name)));
        String keyed = hosted.replace("$R2_ACCESS_KEY_ID", credentials.accessKeyId())
                .replace("$R2_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        var whole = new StringBuilder();
        int end = 0;
        for (MatchResult id : (Iterable<MatchResult>) ID.matcher(keyed).results()::iterator) {
            whole.append(keyed, end, id.start()).append(id(id.group(1)).orElse(id.group()));
            end = id.end();
        }
        return whole.append(keyed.substring(end)).toString();
    }

    /** The body with every text in it replaced. */
    JsonNode body(JsonNode published) throws IOException, InterruptedException {
        if (published.isTextual()) {
            return TextNode.valueOf(text(published.asText()));
        }
        JsonNode copy = published.deepCopy();
        if (copy instanceof ObjectNode object) {
            for (String field : List.copyOf(object.properties().stream().map(Map.Entry::getKey).toList())) {
                object.set(field, body(object.get(field)));
            }
        } else if (copy.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : copy) {
                array.add(body(element));
            }
            return array;
        }
        return copy;
    }

    private Optional<String> id(String prefix) throws IOException, InterruptedException {
        if (!ids.containsKey(prefix) && !prefix.startsWith("con")) {
            make(prefix);
        }
        return Optional.ofNullable(ids.get(prefix));
    }

    /** A job, task or file of this project. */
    private void make(String prefix) throws IOException, InterruptedException {
        Path sample = home.resolve("sample.png");
        Files.write(sample, new byte[0]);
        hosts.serve(name, "sample.png", new Samples(home).of("logo.png"));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String url = hosts.base(name) + "/sample.png";
        switch (prefix) {
            case "job" -> body.put("kind", "image").put("input", url);
            case "task" -> body.put("kind", "probe").put("input", url);
            default -> body.put("url", url);
        }
        try {
            String id = api.post("/" + prefix + "s", body).get("id").asText();
            ended("/" + prefix + "s/" + id);
            ids.put(prefix, id);
        } catch (IOException notOffered) {
            System.err.println(entry.id() + ": " + notOffered.getMessage());
        }
    }

    /** What is at this path, when it has ended. */
    JsonNode ended(String path) throws IOException, InterruptedException {
        try {
            return Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(100))
                    .until(() -> api.get(path).json(), now -> FINAL.contains(now.path("status").asText()));
        } catch (ConditionTimeoutException e) {
            throw new IOException(path + " does not end", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
