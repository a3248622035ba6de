package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** No class, method or route is longer than can be read at a glance. */
class SizesTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final int MOST_LINES_OF_CLASS = 250;
    private static final int MOST_LINES_OF_METHOD = 40;
    private static final int MOST_STEPS = 15;

    /** A line that begins a method or constructor, of the class itself or of a nested one. */
    private static final Pattern METHOD = Pattern.compile("( {4}| {8})(?! |.*\\brecord )(?:[\\w<>\\[\\], .?@]+ )?(\\w+)\\([^=;]*");
    private static final Set<String> STATEMENTS = Set.of("if", "for", "while", "switch", "try", "catch", "synchronized", "return");

    @Test
    void noClassIsLong() throws IOException {
        assertThat(sources().filter(file -> lines(file).size() > MOST_LINES_OF_CLASS))
                .isEmpty();
    }

    @Test
    void noMethodIsLong() throws IOException {
        assertThat(sources().flatMap(file -> longMethods(file).stream()))
                .isEmpty();
    }

    @Test
    void noRouteHasManySteps() throws IOException {
        var yaml = new ObjectMapper(new YAMLFactory());
        var many = new ArrayList<String>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml")).toList()) {
                yaml.readTree(file.toFile()).forEach(entry -> entry.findValues("from").forEach(from -> {
                    if (steps(from) > MOST_STEPS) {
                        many.add(file + ": " + from.path("uri").asText() + " " + steps(from));
                    }
                }));
            }
        }
        assertThat(many).isEmpty();
    }

    /** Blocks such as doTry and filter count as much as the steps in them. */
    private static int steps(JsonNode node) {
        JsonNode steps = node.path("steps");
        int blocks = (int) StreamSupport.stream(steps.spliterator(), false).filter(step -> step.findValue("steps") != null).count();
        return steps.size() - blocks + StreamSupport.stream(node.spliterator(), false).mapToInt(SizesTest::steps).sum();
    }

    private static List<String> longMethods(Path file) {
        List<String> lines = lines(file);
        var found = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher method = METHOD.matcher(lines.get(i));
            if (method.lookingAt() && !STATEMENTS.contains(method.group(2))) {
                int end = lines.subList(i, lines.size()).indexOf(method.group(1) + "}");
                boolean isOneBody = end > 0 && lines.subList(i + 1, i + end).stream()
                        .noneMatch(line -> !line.isBlank() && !line.startsWith(method.group(1) + " "));
                if (isOneBody && end + 1 > MOST_LINES_OF_METHOD) {
                    found.add(name(file) + " " + method.group(2));
                }
            }
        }
        return found;
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
