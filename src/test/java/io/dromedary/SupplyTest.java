package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is delivered is what is listed, as bin/build made both. */
@Tag("built")
class SupplyTest {

    @Test
    void everyLibraryIsInTheListWithItsVersionAndNoOther() throws IOException {
        Path file = Path.of("target/bom.json");
        assertThat(file).as("what bin/build makes").exists();
        JsonNode list = new ObjectMapper().readTree(file.toFile());
        assertThat(list.get("bomFormat").asText()).isEqualTo("CycloneDX");
        List<JsonNode> components = StreamSupport.stream(list.get("components").spliterator(), false).toList();
        List<String> listed = components.stream().map(SupplyTest::jar).toList();
        try (var program = new JarFile("target/dromedary.jar")) {
            String libraries = program.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertThat(Stream.of(libraries.split(" ")).map(jar -> jar.replace("lib/", ""))).hasSizeGreaterThan(50)
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(components).allSatisfy(component -> {
            assertThat(component.at("/hashes/0/content").asText()).isNotEmpty();
            assertThat(component.get("version").asText()).doesNotContain("SNAPSHOT");
        });
    }

    /** The name of its file: {@code <artifact>-<version>[-<classifier>].jar}. */
    private static String jar(JsonNode component) {
        String classifier = component.get("purl").asText().replaceFirst("[^?]*\\??", "&")
                .replaceFirst(".*&classifier=([^&]+).*", "-$1");
        return component.get("name").asText() + "-" + component.get("version").asText()
                + (classifier.startsWith("-") ? classifier : "") + ".jar";
    }
}
