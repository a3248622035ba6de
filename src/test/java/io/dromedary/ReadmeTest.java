package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README names every document; the tables of settings and measurements match the files that they describe. */
class ReadmeTest {

    @Test
    void itIsShort() {
        assertThat(Doc.of("README.md").text().lines().count()).isLessThanOrEqualTo(250);
    }

    @Test
    void everyDocumentIsInItsTableAndNoOther() {
        List<String> linked = Doc.of("README.md").table("document").stream()
                .flatMap(row -> Pattern.compile("\\]\\(([^)]+)\\)").matcher(row).results())
                .map(link -> link.group(1)).toList();
        assertThat(linked).containsExactlyInAnyOrderElementsOf(Doc.all().stream().map(Path::toString)
                .filter(document -> !document.equals("README.md")).toList());
    }

    static List<Path> documents() {
        return Doc.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyProgramThatADocumentNamesIsThereAndCanBeRun(Path document) {
        List<String> programs = Pattern.compile("(?<![\\w./-])(?:bin|bench)/[a-z-]+(?![\\w./-]*/)\\b(?!\\.md)")
                .matcher(Doc.of(document).text()).results().map(MatchResult::group).distinct().toList();
        assertThat(programs).allSatisfy(program -> assertThat(Path.of(program)).isExecutable());
    }

    @Test
    void itNamesTheProgramsThatAReaderNeedsFirst() {
        assertThat(Doc.of("README.md").text()).contains("bin/demo", "bin/test", "bin/dromedary", "bin/ittybit");
    }

    @Test
    void everySettingIsInTheTableWithItsVariableAndDefaultAndNoOther() throws IOException {
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(reader);
        }
        List<String> expected = settings.stringPropertyNames().stream().filter(name -> name.startsWith("dromedary."))
                .map(name -> "%s %s %s".formatted(name, variable(name), settings.getProperty(name))).toList();
        List<String> rows = Doc.of("docs/settings.md").cells("setting").stream().map(row -> "%s %s %s".formatted(
                code(row.get(0)), code(row.get(1)), row.get(2).equals("empty") ? "" : code(row.get(2)))).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyMeasurementIsBesideTheCommandThatPrintsIt() throws IOException {
        List<String> printed = Doc.of("bench/RESULTS.md").blocks("").stream()
                .map(block -> block.lines().findFirst().orElseThrow()).toList();
        assertThat(printed).allSatisfy(line -> assertThat(line).matches("\\$ b(in/bench|ench/).*"));
        try (var programs = Files.list(Path.of("bench"))) {
            assertThat(printed.stream().map(line -> line.split(" ")[1]).distinct())
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("bin/bench"), programs.map(Path::toString)
                            .filter(program -> !program.endsWith(".md"))).toList());
        }
    }

    /** What is between backticks. */
    private static String code(String cell) {
        assertThat(cell).startsWith("`").endsWith("`");
        return cell.substring(1, cell.length() - 1);
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
