package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents for developers describe the routes, packages, classes and files that exist. */
class ArchitectureDocTest {

    private static final Path PACKAGES = Path.of("src/main/java/io/dromedary");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]\\w*");
    private static final Pattern PATH = Pattern.compile(
            "(?:bin|bench|config|deploy|docs|ext|routes|src)/[\\w./-]*|[\\w-]+\\.(?:md|xml)");
    private static final Pattern SETTING = Pattern.compile("dromedary\\.[a-z.-]+");
    private static final Pattern ENDPOINT = Pattern.compile("direct:[\\w-]+");

    private final Doc document = Doc.of(RouteMap.DOCUMENT);

    @Test
    void theDiagramAndTheTableOfRoutesAreAsTheRoutesAre() throws IOException {
        assertThat(document.text()).as("run bin/docs").isEqualTo(RouteMap.read(Path.of("routes")).in(document.text()));
    }

    @Test
    void everyPackageIsInTheTableAndNoOther() throws IOException {
        List<String> rows = packages();
        try (Stream<Path> folders = Files.list(PACKAGES)) {
            assertThat(rows).containsAll(folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString()).toList());
        }
        assertThat(rows).doesNotHaveDuplicates().allSatisfy(row -> assertThat(folder(row)).isDirectory());
    }

    @Test
    void theMainClassesOfAPackageAreInIt() throws IOException {
        for (List<String> row : document.cells("package")) {
            Set<String> inside = classes(folder(code(row.get(0))));
            assertThat(new Doc(row.get(2)).names()).as(row.get(0)).isNotEmpty().isSubsetOf(inside);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md", "docs/trust.md", "SECURITY.md"})
    void whatTheDocumentNamesExists(String file) throws IOException {
        Set<String> classes = classes(Path.of("src"));
        String schemas = Files.readString(Path.of("config/openapi.yaml"));
        String settings = Files.readString(Path.of("config/application.properties"));
        String routes = RouteMap.read(Path.of("routes")).table();
        List<String> names = Doc.of(file).names();
        assertThat(names).isNotEmpty();
        assertThat(names.stream().map(name -> name.split("[ =]")[0]).filter(name ->
                CLASS.matcher(name).matches() && !classes.contains(name) && !schemas.contains("\n    " + name + ":\n")
                || PATH.matcher(name).matches() && !Files.exists(Path.of(name))
                || SETTING.matcher(name).matches() && !settings.contains("\n" + name + "=")
                || ENDPOINT.matcher(name).matches() && !name.equals("direct:job-ended")
                        && !routes.contains("`" + name.substring("direct:".length()) + "`"))).isEmpty();
    }

    private List<String> packages() {
        return document.cells("package").stream().map(row -> code(row.get(0))).toList();
    }

    private static Path folder(String name) {
        return PACKAGES.resolve(name.replace('.', '/'));
    }

    private static Set<String> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", "")).collect(Collectors.toSet());
        }
    }

    private static String code(String cell) {
        assertThat(cell).startsWith("`").endsWith("`");
        return cell.substring(1, cell.length() - 1);
    }
}
