package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that names the version of the program names that of pom.xml. */
class VersionTest {

    private final String version = all("pom.xml", "<artifactId>dromedary</artifactId>\\s*<version>([^<]+)").get(0);

    @Test
    void theContractIsOfThisVersion() {
        assertThat(all("config/openapi.yaml", "(?m)^  version: (\\S+)$")).containsExactly(version);
    }

    @Test
    void theManifestsNameTheImageOfThisVersion() throws IOException {
        var tags = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tags.addAll(all(file.toString(), "image: dromedary:(\\S+)"));
            }
        }
        assertThat(tags).hasSize(4).containsOnly(version);
    }

    @Test
    void theNewestChangesAreThoseOfThisVersion() {
        assertThat(all("CHANGELOG.md", "(?m)^## \\[([^]]+)]")).startsWith(version);
    }

    @Test
    void upgradingNamesTheImageOfThisVersion() {
        assertThat(all("docs/upgrading.md", "`dromedary:([^`]+)`")).containsOnly(version);
    }

    private static List<String> all(String file, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(Files.readString(Path.of(file))).results()
                    .map(found -> found.group(1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
