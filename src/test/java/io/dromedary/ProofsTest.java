package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that the documents name as the proofs of their promises are there. */
class ProofsTest {

    /** A class of tests, one of its methods, or a method alone, which is a sentence. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test(?:\\.\\w+)?|[a-z]+(?:[A-Z][a-z0-9]*){4,})`");

    private final String tests = text("src/test/java");
    private final String product = text("src/main/java") + text("routes") + text("config");

    static List<Path> documents() {
        return Doc.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatADocumentNamesIsThere(Path document) throws IOException {
        List<String> missing = NAMED.matcher(Files.readString(document)).results().map(found -> found.group(1)).distinct()
                .filter(name -> !Stream.of(name.split("\\.")).allMatch(this::isThere)).toList();
        assertThat(missing).isEmpty();
    }

    private boolean isThere(String name) {
        return tests.contains("class " + name + " ") || tests.contains("void " + name + "(") || product.contains(name);
    }

    private static String text(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            var all = new StringBuilder();
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.append(Files.readString(file)).append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
