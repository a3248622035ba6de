package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract lists the kinds of warnings, and the documents explain each. */
class WarningKindsTest {

    private static final List<String> KINDS = WireName.words(Warning.Kind.values());

    @Test
    void theContractListsThemAll() throws IOException {
        JsonNode contract = new YAMLMapper().readTree(Files.readString(Path.of("config/openapi.yaml")));
        var listed = new ArrayList<String>();
        contract.at("/components/schemas/Warning/properties/kind/enum").forEach(kind -> listed.add(kind.asText()));

        assertThat(listed).isEqualTo(KINDS);
    }

    @Test
    void theDocumentsExplainThemAll() throws IOException {
        String document = Files.readString(Path.of("docs/warnings.md"));

        assertThat(KINDS).allSatisfy(kind -> assertThat(document).contains("| `" + kind + "` |"));
    }
}
