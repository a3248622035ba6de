package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that the documents name as the proofs of their promises are there. */
class ProofsTest {

    /** A class of tests, one of its methods, or a method alone, which is a sentence. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test(?:\\.\\w+)?|[a-z]+(?:[A-Z][a-z0-9]*){4,})`");

    private static final Set<String> TESTS = words("src/test/java", "(?:class (?=\\w+ )|void (?=\\w+\\())(\\w+)");
    private static final Set<String> OTHER_NAMES = Stream.of("src/main/java", "routes", "config")
            .flatMap(folder -> words(folder, "(\\w+)").stream()).collect(Collectors.toSet());

    static List<Path> documents() {
        return Doc.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatADocumentNamesIsThere(Path document) throws IOException {
        List<String> missing = NAMED.matcher(Files.readString(document)).results().map(found -> found.group(1)).distinct()
                .filter(name -> !Stream.of(name.split("\\.")).allMatch(ProofsTest::isThere)).toList();
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String name) {
        return TESTS.contains(name) || OTHER_NAMES.contains(name);
    }

    private static Set<String> words(String folder, String pattern) {
        var wanted = Pattern.compile(pattern);
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            var words = new HashSet<String>();
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                wanted.matcher(Files.readString(file)).results().map(found -> found.group(1)).forEach(words::add);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
