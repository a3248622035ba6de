package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.StoredObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Compares what came of an entry with what its page says. */
final class Checks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final World world;

    Checks(World world) {
        this.world = world;
    }

    /** @param expected values by path, such as {@code tasks.0.kind}; {@code *} is any but null */
    List<String> fields(String of, JsonNode actual, JsonNode expected) {
        var complaints = new ArrayList<String>();
        expected.properties().forEach(field -> {
            JsonNode is = actual.at("/" + field.getKey().replace('.', '/'));
            boolean right = field.getValue().asText().equals("*") ? !is.isMissingNode() && !is.isNull()
                    : is.equals(field.getValue());
            if (!right) {
                complaints.add(of + " has " + field.getKey() + " = " + is + " instead of " + field.getValue());
            }
        });
        return complaints;
    }

    /** Checks the webhook, if one is expected. */
    List<String> webhook() throws IOException, InterruptedException {
        JsonNode expected = world.entry().check().path("webhook");
        if (expected.isMissingNode()) {
            return List.of();
        }
        List<String> hooks = world.hosts().hooks(world.name());
        try {
            Awaitility.await().atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(() -> !hooks.isEmpty());
        } catch (ConditionTimeoutException e) {
            return List.of("no webhook comes");
        }
        return fields("the webhook", JSON.readTree(hooks.get(0)), expected);
    }

    /** Checks the files. */
    List<String> result(JsonNode ended) throws IOException, InterruptedException {
        JsonNode expected = world.entry().check().path("out");
        if (!expected.isObject()) {
            return List.of();
        }
        Optional<Path> file = file(ended, expected);
        if (file.isEmpty()) {
            return List.of("there is no result: " + (expected.has("at") ? expected.get("at").asText() : ended));
        }
        var complaints = new ArrayList<>(new ResultCheck(file.get(), expected).complaints());
        if (expected.has("glob")) {
            try (Stream<Path> found = Files.walk(world.work())) {
                var matcher = FileSystems.getDefault().getPathMatcher("glob:" + expected.get("glob").asText());
                long count = found.filter(path -> matcher.matches(world.work().relativize(path))).count();
                if (count != expected.get("count").asLong()) {
                    complaints.add("there are " + count + " of " + expected.get("glob").asText());
                }
            }
        }
        return complaints;
    }

    private Optional<Path> file(JsonNode ended, JsonNode expected) throws IOException, InterruptedException {
        if (expected.has("glob")) {
            try (Stream<Path> found = Files.walk(world.work())) {
                var matcher = FileSystems.getDefault().getPathMatcher("glob:" + expected.get("glob").asText());
                return found.filter(path -> matcher.matches(world.work().relativize(path))).sorted().findFirst();
            }
        }
        String at = expected.has("at") ? expanded(expected.get("at").asText())
                : ended.at("/output/url").asText(ended.path("output").asText());
        if (at.startsWith("s3://")) {
            return stored(at);
        }
        if (at.startsWith("http")) {
            return Optional.of(fetched(at));
        }
        Path file = world.work().resolve(at);
        return at.isEmpty() || !Files.isRegularFile(file) ? Optional.empty() : Optional.of(file);
    }

    private String expanded(String template) {
        return template.replace("{date}", LocalDate.now(ZoneOffset.UTC).toString()).replace("{filename}",
                world.entry().needs().keySet().stream().findFirst().orElse("").replaceFirst("\\.[^.]*$", ""));
    }

    /** The object with all of its bucket beside it, as a playlist names others. */
    private Optional<Path> stored(String url) throws IOException {
        String[] place = url.substring("s3://".length()).split("/", 2);
        Path folder = world.home().resolve("bucket");
        for (String key : world.store().keys(place[0])) {
            StoredObject object = world.store().object(place[0], key).orElseThrow();
            Path to = folder.resolve(key);
            Files.createDirectories(to.getParent());
            Files.copy(object.path(), to, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(folder.resolve(place[1])).filter(Files::isRegularFile);
    }

    /** The file, and for a playlist all that it names. */
    private Path fetched(String url) throws IOException, InterruptedException {
        Path to = world.home().resolve("fetched").resolve(url.replaceFirst("https?://[^/]*/", ""));
        Files.createDirectories(to.getParent());
        world.api().download(url, to);
        if (url.endsWith(".m3u8")) {
            for (String line : Files.readString(to).split("\n")) {
                String named = line.startsWith("#") ? line.replaceFirst(".*URI=\"([^\"]*)\".*", "$1") : line;
                if (!named.isBlank() && !named.startsWith("#")) {
                    fetched(url.substring(0, url.lastIndexOf('/') + 1) + named);
                }
            }
        }
        return to;
    }
}
