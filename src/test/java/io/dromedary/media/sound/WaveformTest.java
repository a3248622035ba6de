package io.dromedary.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import io.dromedary.media.SoundSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waveforms of sounds whose shape is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class WaveformTest {

    private MediaSamples samples;
    private SoundSamples sounds;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        // A path that means much to filters.
        Path odd = folder.resolve("a 'b': [c], d;e\\f=g");
        samples = new MediaSamples(folder);
        sounds = new SoundSamples(folder);
        plans = new Plans(odd);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999})
    void silenceToneAndSilenceAreSeenAtTheirPlaces(int points) throws IOException {
        JsonNode json = draw(sounds.steps(), "{'waveform': 'json', 'waveform_points': %d}".formatted(points));

        assertThat(json.get("version").asInt()).isEqualTo(1);
        assertThat(json.get("channels").asInt()).isEqualTo(1);
        assertThat(json.get("points").asInt()).isEqualTo(points);
        assertThat(json.get("duration").asDouble()).isEqualTo(3);
        assertThat(json.get("data")).hasSize(points);
        for (int i = 0; i < points; i++) {
            double from = 3.0 * i / points;
            double to = 3.0 * (i + 1) / points;
            double peak = json.get("data").get(i).asDouble();
            assertThat(peak).isBetween(0.0, 1.0);
            // One window is an eighth of a point.
            if (to < 1 - 0.4 / points || from > 2 + 0.4 / points) {
                assertThat(peak).as("point %d", i).isZero();
            } else if (from > 1.001 && to < 1.999 && to - from > 0.001) {
                assertThat(peak).as("point %d", i).isCloseTo(0.5, within(0.01));
            }
        }
        assertThat(highest(json)).isCloseTo(0.5, within(0.01));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {3, 200, 10_000})
    void silenceToneAndSilenceAreSeenAtTheirPlacesInOtherNumbersOfPoints(int points) throws IOException {
        silenceToneAndSilenceAreSeenAtTheirPlaces(points);
    }

    @Test
    void aPartOfAVideosSoundIsDrawnInTwoHundredPoints() throws IOException {
        JsonNode json = draw(samples.landscape(), "{'waveform': 'json', 'start': 0.2, 'end': 0.7}");

        assertThat(json.get("data")).hasSize(200);
        assertThat(json.get("duration").asDouble()).isEqualTo(0.5);
        assertThat(highest(json)).isBetween(0.05, 0.2);
    }

    @Test
    void theLouderChannelCountsAndFullScaleIsTheTop() throws IOException {
        assertThat(highest(draw(sounds.clipped(), "{'waveform': 'json', 'waveform_points': 5}"))).isEqualTo(1);
        assertThat(highest(draw(sounds.silence(), "{'waveform': 'json', 'waveform_points': 5}"))).isZero();
    }

    @Test
    void aRecordingWithoutALengthIsDrawn() throws IOException {
        JsonNode json = draw(samples.browserRecording(), "{'waveform': 'json', 'waveform_points': 10}");

        assertThat(json.get("data")).hasSize(10);
        assertThat(json.get("duration").asDouble()).isPositive();
        assertThat(highest(json)).isPositive();
    }

    @Test
    void anEndlessSoundTakesNoMoreRoomThanALongOne() {
        int many = 3_000_000;
        String json = new PeakWaveform("x", 4, OptionalDouble.empty(), 1, ExpectedResult.Length.ANY, OptionalInt.empty()).json(IntStream.range(0, many)
                .mapToObj(i -> PeakWaveform.KEY + "=" + (i < many / 4 ? "-inf" : i == many - 1 ? "0" : "-6.0206")));

        assertThat(json).isEqualTo("{\"version\":1,\"channels\":1,\"points\":4,\"duration\":null,"
                + "\"sample_rate\":null,\"data\":[0.0000,0.5000,0.5000,1.0000]}\n");
    }

    @Test
    void noSoundAtAllIsFlat() {
        assertThat(new PeakWaveform("x", 2, OptionalDouble.of(1.5), 1, ExpectedResult.Length.ANY, OptionalInt.of(48000)).json(Stream.of("frame:0 pts:0")))
                .isEqualTo("{\"version\":1,\"channels\":1,\"points\":2,\"duration\":1.5,\"sample_rate\":48000,\"data\":[0.0000,0.0000]}\n");
    }

    private static double highest(JsonNode json) {
        return IntStream.range(0, json.get("data").size()).mapToDouble(i -> json.get("data").get(i).asDouble()).max()
                .orElseThrow();
    }

    private JsonNode draw(Path input, String options) throws IOException {
        Plan plan = plans.run(Kind.AUDIO, input, options);
        assertThat(plan.main().getFileName()).hasToString("result.json");
        assertThat(plan.unprobed().orElseThrow().read(InputStream.nullInputStream(), 1).file()).containsEntry("kind", "waveform").containsEntry("format", "json");
        try (Stream<String> lines = Files.lines(plan.main().resolveSibling(plan.waveform().orElseThrow().peaks()))) {
            return new ObjectMapper().readTree(plan.waveform().orElseThrow().json(lines));
        }
    }
}
