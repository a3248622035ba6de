package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of read options is by what a job's result is found again: the same options have one, and others another. */
class OptionTextTest {

    private static final int MADE_UP = 600;
    private static final Media MEDIA = ShippedMedia.media();
    private static final Map<Kind, String> SCHEMAS = Map.of(Kind.VIDEO, "VideoOptions", Kind.AUDIO, "AudioOptions", Kind.IMAGE,
            "ImageOptions", Kind.ANIMATION, "AnimationOptions", Kind.ADAPTIVE_VIDEO, "AdaptiveVideoOptions");
    /** Several words for the same, those that only the contract reads, and those that no result depends on. */
    private static final Set<String> SAID_TWICE = Set.of("audio", "no_audio", "mute", "format", "manifest", "start",
            "subtitle_style", "codec", "reuse", "connection_id", "output_connection_id");

    private static Optional<String> text(Kind kind, ObjectNode options) {
        try {
            return Optional.of(MEDIA.planner(kind, options).options().toString());
        } catch (MediaException refused) {
            return Optional.empty();
        }
    }

    @Test
    void ofTheSameOptionsItIsTheSame() {
        var combinations = new OptionCombinations(1);
        for (int i = 0; i < MADE_UP; i++) {
            Kind kind = combinations.kind();
            ObjectNode options = combinations.options(kind);
            text(kind, options).ifPresent(text -> assertThat(text).isEqualTo(text(kind, options.deepCopy()).orElseThrow())
                    .as("no place in memory").doesNotContainPattern("@[0-9a-f]{4,}"));
        }
    }

    @Test
    void ofOtherOptionsItIsAnother() throws IOException {
        JsonNode schemas = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile()).at("/components/schemas");
        var combinations = new OptionCombinations(2);
        for (int i = 0; i < MADE_UP; i++) {
            Kind kind = combinations.kind();
            ObjectNode options = combinations.options(kind);
            options.fieldNames().forEachRemaining(name -> {
                Optional<String> one = text(kind, options);
                JsonNode usual = schemas.at("/" + SCHEMAS.get(kind) + "/properties/" + name + "/x-default");
                if (one.isPresent() && !SAID_TWICE.contains(name) && !usual.equals(options.get(name))) {
                    assertThat(text(kind, options.deepCopy().without(name))).as("%s of %s", name, options).isNotEqualTo(one);
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "VIDEO | {} | {'quality': 'medium', 'format': 'mp4', 'codec': 'h264', 'audio': true, 'copy': true}",
        "VIDEO | {'no_audio': true} | {'mute': true}",
        "IMAGE | {'start': 1, 'format': 'jpg'} | {'format': 'jpeg', 'start': 1.0}",
        "AUDIO | {} | {'format': 'mp3', 'quality': 'medium'}"})
    void whatIsSoAnywayNeedNotBeSaid(Kind kind, String one, String other) throws IOException {
        var json = new ObjectMapper();
        assertThat(text(kind, (ObjectNode) json.readTree(one.replace('\'', '"'))))
                .isEqualTo(text(kind, (ObjectNode) json.readTree(other.replace('\'', '"'))));
    }
}
