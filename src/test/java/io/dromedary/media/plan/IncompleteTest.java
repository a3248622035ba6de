package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Command;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ffmpeg that ends too early, as if all were well: what it leaves is not taken for the result. */
@Tag("encode")
class IncompleteTest {

    @TempDir
    private Path folder;
    private Plans plans;
    private Path film;

    @BeforeEach
    void film() {
        plans = new Plans(folder);
        film = folder.resolve("film.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=3", "-f", "lavfi", "-i",
                "sine=440:r=48000:d=3", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", film.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "VIDEO; {}; the picture is", "VIDEO; {'format': 'webm'}; the picture is", "AUDIO; {'format': 'mp3'}; the sound is",
        "AUDIO; {'format': 'wav'}; the sound is", "ANIMATION; {'end': 3}; the picture is"
    })
    void whatEndsTooEarlyIsTold(Kind kind, String options, String told) {
        Plan plan = early(kind, options);

        assertThat(Plans.difference(plan)).get().asString().contains(told, " s long instead of ");
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "VIDEO; {'audio': false}; the picture is", "VIDEO; {'fps': 10, 'end': 2}; the picture is", "AUDIO; {'format': 'aac'}; the sound is",
        "AUDIO; {'format': 'opus'}; the sound is", "AUDIO; {'format': 'm4a'}; the sound is",
        "ANIMATION; {'end': 3, 'format': 'webp'}; the picture is"
    })
    void whatEndsTooEarlyInOtherFormatsIsTold(Kind kind, String options, String told) {
        whatEndsTooEarlyIsTold(kind, options, told);
    }

    @Test
    void everyRenditionThatEndsTooEarlyIsTold() {
        Plan plan = early(Kind.ADAPTIVE_VIDEO, "{}");

        assertThat(new AdaptiveEncodes(folder).measured(plan)).isNotEmpty().allSatisfy(made -> assertThat(made.difference())
                .get().asString().contains("The rendition " + made.rendition().name(), "s long instead of 3.00 s"));
    }

    @Test
    void aWaveformThatEndsTooEarlyIsTold() throws IOException {
        Plan plan = early(Kind.AUDIO, "{'waveform': 'json'}");

        try (Stream<String> lines = Files.lines(plan.main().resolveSibling(plan.waveform().orElseThrow().peaks()))) {
            assertThatThrownBy(() -> plan.waveform().orElseThrow().json(lines)).isInstanceOfSatisfying(MediaException.class, e -> {
                assertThat(e.kind()).isEqualTo("encode_incomplete");
                assertThat(e.getMessage()).contains("the sound is 0.5", "instead of 3.0");
            });
        }
    }

    @Test
    void aPictureOfAnotherSizeIsTold() {
        Plan plan = plans.plan(Kind.IMAGE, film, "{'width': 64}");
        run(plan, "-s", "32x18");

        assertThat(Plans.difference(plan)).get().asString().contains("32×18 pixels instead of 64×36");
    }

    /** Silence first: what FFmpeg estimates by the first packets is many times too long. */
    @Test
    void soundWhoseRateVariesIsCountedAndNotEstimated() {
        Path quiet = folder.resolve("quiet.wav");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i",
                "aevalsrc='if(lt(t,4),0,random(0)-0.5)|if(lt(t,4),0,random(1)-0.5)':s=48000:d=20", quiet.toString()));

        Plan plan = plans.run(Kind.AUDIO, quiet, "{'format': 'aac'}");

        assertThat(Ffmpeg.probe(plan.main()).duration().orElseThrow()).isCloseTo(20, within(0.1));
    }

    private Plan early(Kind kind, String options) {
        Plan plan = plans.plan(kind, film, options);
        run(plan, "-t", "0.5");
        return plan;
    }

    /** Runs the commands with another option of their output. */
    private static void run(Plan plan, String... option) {
        for (Command command : plan.commands()) {
            var arguments = new ArrayList<>(command.arguments());
            arguments.addAll(arguments.size() - 1, List.of(option));
            Ffmpeg.run(arguments);
        }
    }
}
