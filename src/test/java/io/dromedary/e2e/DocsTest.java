package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.api.Contract;
import io.dromedary.media.Kind;
import io.dromedary.media.ShippedMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of every kind: what it says of the options is what the contract says, and its examples are taken. */
class DocsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"));
    private static final ContractCheck SCHEMAS = new ContractCheck();
    private static final Pattern CURL_BODY = Pattern.compile("-d '(\\{.*?})'", Pattern.DOTALL);

    /** The pages in docs/, their kinds, and the schemas of their options. */
    enum Page {
        VIDEO("video", "VideoOptions"), AUDIO("audio", "AudioOptions"), IMAGE("image", "ImageOptions"),
        ANIMATION("animation", "AnimationOptions"), ADAPTIVE("adaptive_video", "AdaptiveVideoOptions");

        private final String kind;
        private final String schema;

        Page(String kind, String schema) {
            this.kind = kind;
            this.schema = "/components/schemas/" + schema;
        }

        Doc doc() {
            return Doc.of("docs/" + name().toLowerCase(Locale.ROOT) + ".md");
        }

        /** All but the connections, which every kind has. */
        Set<String> options() {
            var names = new TreeSet<>(SCHEMAS.fields(schema + "/properties"));
            names.removeIf(name -> name.endsWith("connection_id"));
            return names;
        }
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void theTableNamesTheOptionsOfTheContract(Page page) {
        assertThat(rows(page).keySet()).isEqualTo(page.options());
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void everyRowSaysTheWordsRangeAndDefaultOfTheContract(Page page) {
        rows(page).forEach((option, row) -> {
            JsonNode given = SCHEMAS.schema(page.schema).at("/properties/" + option);
            for (String fact : facts(given)) {
                assertThat(Pattern.compile("(?<![\\w.-])" + Pattern.quote(fact) + "(?![\\w-])").matcher(row).find())
                        .as("%s in the row of '%s': %s", fact, option, row).isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void theBodiesOfTheExamplesAreTaken(Page page) throws IOException {
        var bodies = CURL_BODY.matcher(page.doc().text()).results().map(found -> found.group(1)).toList();
        assertThat(bodies).isNotEmpty();
        for (String body : bodies) {
            JsonNode job = JSON.readTree(body);
            assertThat(job.get("kind").asText()).isEqualTo(page.kind);
            taken(job);
        }
        for (JsonNode options : optionsAlone(page)) {
            ObjectNode job = JSON.createObjectNode().put("kind", page.kind)
                    .put("input", "s3://my-r2-bucket/uploads/video.mov");
            taken(job.set("options", options));
        }
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void theCommandsOfTheExamplesSendJobsThatAreTaken(Page page, @TempDir Path folder) throws IOException {
        try (var shell = new DocShell(folder)) {
            for (String command : page.doc().commands("ittybit")) {
                JsonNode job = JSON.readTree(shell.run(command));
                assertThat(job.get("kind").asText()).as(command).isEqualTo(page.kind);
                taken(job);
            }
        }
    }

    /** By the contract, and by the rules between fields. */
    private static void taken(JsonNode job) {
        CONTRACT.checkBody("createJob", job);
        assertThat(ShippedMedia.media().planner(Kind.of(job.get("kind").asText()), job.path("options"))).isNotNull();
    }

    /** JSON blocks that are no bodies and no answers. */
    private static List<JsonNode> optionsAlone(Page page) throws IOException {
        var found = new ArrayList<JsonNode>();
        for (String block : page.doc().blocks("json")) {
            JsonNode json = JSON.readTree(block);
            // A result may have a field that is called like an option.
            if (page.options().stream().filter(json::has).count() * 2 > json.size()) {
                found.add(json);
            }
        }
        return found;
    }

    /** The rows of the page's table of options, by option; a row may tell of several. */
    private static Map<String, String> rows(Page page) {
        var rows = new TreeMap<String, String>();
        page.doc().table("option").forEach(row -> {
            for (String option : row.substring(1, row.indexOf('|', 1)).split(",")) {
                rows.put(option.strip().replace("`", ""), row);
            }
        });
        return rows;
    }

    /** What a schema says in single words and numbers; of a size or an object, other tests and tables tell. */
    private static List<String> facts(JsonNode given) {
        JsonNode schema = SCHEMAS.resolved(given);
        var facts = new ArrayList<String>();
        schema.path("enum").forEach(word -> facts.add(word.asText()));
        for (JsonNode fact : List.of(schema.path("minimum"), schema.path("maximum"), schema.path("x-default"),
                given.path("x-default"))) {
            if (!fact.isMissingNode()) {
                facts.add(fact.asText());
            }
        }
        return facts;
    }
}
