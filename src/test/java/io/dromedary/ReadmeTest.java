package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's tables and the files that they speak of say the same. */
class ReadmeTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final String readme = read(Path.of("README.md"));

    @Test
    void everySettingIsInTheTableWithItsVariableAndDefaultAndNoOther() throws IOException {
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(reader);
        }
        List<String> expected = settings.stringPropertyNames().stream().filter(name -> name.startsWith("dromedary."))
                .map(name -> "%s %s %s".formatted(name, variable(name), settings.getProperty(name))).toList();
        List<String> rows = rows("setting").stream().map(row -> "%s %s %s".formatted(code(row.get(0)),
                code(row.get(1)), row.get(2).equals("empty") ? "" : code(row.get(2)))).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyRouteIsInTheTableWithItsDescriptionAndNoOther() throws IOException {
        var expected = new ArrayList<String>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".camel.yaml")).toList()) {
                String name = file.getFileName().toString().replace(".camel.yaml", "");
                for (JsonNode entry : YAML.readTree(file.toFile())) {
                    if (entry.has("route")) {
                        expected.add("%s %s: %s".formatted(name, entry.at("/route/id").asText(),
                                entry.at("/route/description").asText()));
                    }
                }
            }
        }
        List<String> rows = rows("file").stream()
                .map(row -> "%s %s: %s".formatted(code(row.get(0)), code(row.get(1)), row.get(2))).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyPackageIsInTheTableAndNoOther() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/io/dromedary"))) {
            List<String> expected = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString())
                    .toList();
            assertThat(rows("package").stream().map(row -> code(row.get(0))))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void everyGuideIsInTheTableAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            List<String> expected = files.map(Path::toString).toList();
            assertThat(rows("guide").stream().map(row -> code(row.get(0)))).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void everyProgramThatIsNamedIsThereAndCanBeRun() {
        var named = new LinkedHashSet<String>();
        var matcher = Pattern.compile("\\b(?:bin|bench)/[a-z]+\\b").matcher(readme);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        assertThat(named).contains("bin/demo", "bin/test", "bin/dromedary", "bin/ittybit")
                .allSatisfy(program -> assertThat(Path.of(program)).isExecutable());
    }

    /** The rows of the table whose first heading this is. */
    private List<List<String>> rows(String heading) {
        return readme.lines().dropWhile(line -> !line.startsWith("| " + heading + " |")).skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()).toList();
    }

    /** What stands between backticks. */
    private static String code(String cell) {
        assertThat(cell).startsWith("`").endsWith("`");
        return cell.substring(1, cell.length() - 1);
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
