package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/watches.md and the templates say the same. (What its examples do is tested on a server.) */
class WatchDocsTest {

    private static final List<String> QUEUE_ONLY = List.of("account", "queue", "token", "api", "batch", "lease");

    @Test
    void everyParameterIsInTheTablesWithItsDefaultAndMeaning() throws IOException {
        String docs = Files.readString(Path.of("docs/watches.md"));
        assertThat(rows(docs, "| parameter |")).containsExactlyElementsOf(parameters("watch-bucket", List.of()));
        assertThat(rows(docs, "| queue |")).containsExactlyInAnyOrderElementsOf(
                parameters("watch-queue", QUEUE_ONLY));
    }

    @Test
    void bothTemplatesSayTheSameOfWhatTheyShare() throws IOException {
        List<String> listing = parameters("watch-bucket", List.of());
        List<String> events = parameters("watch-queue", List.of());
        assertThat(events).containsAll(listing.stream().filter(row -> !row.startsWith("interval|")).toList());
    }

    private static List<String> parameters(String template, List<String> only) throws IOException {
        JsonNode routes = Template.tree(Path.of("routes/watch.camel.yaml"));
        var rows = new ArrayList<String>();
        for (JsonNode entry : routes) {
            if (entry.at("/routeTemplate/id").asText().equals(template)) {
                for (JsonNode parameter : entry.at("/routeTemplate/parameters")) {
                    String name = parameter.get("name").asText();
                    if (!name.equals(Template.WATCH) && (only.isEmpty() || only.contains(name))) {
                        rows.add(name + "|" + (parameter.has("defaultValue")
                                ? parameter.get("defaultValue").asText().isEmpty() ? "empty"
                                : "`" + parameter.get("defaultValue").asText() + "`" : "")
                                + "|" + parameter.get("description").asText());
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> rows(String docs, String heading) {
        return docs.lines().dropWhile(line -> !line.startsWith(heading)).skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|")).map(String::strip).toList())
                .map(cells -> cells.get(0).replace("`", "") + "|" + cells.get(1) + "|" + cells.get(2)).toList();
    }
}
