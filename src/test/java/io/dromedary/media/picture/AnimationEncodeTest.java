package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.PictureSamples;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What animation jobs make of real files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class AnimationEncodeTest {

    private static final Rgb RED = new Rgb(254, 0, 0);
    private static final Rgb BLUE = new Rgb(0, 0, 254);

    private MediaSamples samples;
    private PictureSamples pictures;
    private Plans plans;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        pictures = new PictureSamples(folder);
        plans = new Plans(folder);
    }

    @Test
    void aGifIsMadeOfAPartOfAVideoWithTenFramesASecondForEver() throws IOException {
        Path output = encode(samples.landscape(), "{'start': 0.2, 'end': 1.0, 'width': 65}");

        assertThat(output.getFileName()).hasToString("result.gif");
        assertThat(FileDescription.describe(Ffmpeg.probe(output), "x")).containsEntry("kind", "animation")
                .containsEntry("format", "gif").containsEntry("width", 65).containsEntry("height", 37)
                .containsEntry("fps", 10.0).containsEntry("duration", 0.8);
        // The block of Netscape that says how often; 0 is for ever.
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0\u0003\u0001\0\0\0");
        Pixels.of(output, 65, 37).quarters(MediaSamples.RED, MediaSamples.GREEN, MediaSamples.BLUE, MediaSamples.WHITE);
    }

    @Test
    void theRateAndTheMomentsAreMet() {
        Path output = encode(pictures.moving("mkv"), "{'start': 0.2, 'end': 0.8, 'fps': 5}");

        assertThat(Ffmpeg.values(output, "v", "stream=nb_frames")).containsExactly("3");
        assertColour(output, 0, RED);
        assertColour(output, 0.4, BLUE);
    }

    @Test
    void moreQualityIsMoreColours() throws IOException {
        Path low = encode(pictures.grain("mkv"), "{'end': 0.2, 'quality': 'very_low'}");
        Path high = encode(pictures.grain("mkv"), "{'end': 0.2, 'quality': 'very_high'}");

        assertThat(Pixels.of(low, 65, 41).colours()).isBetween(16, 32);
        assertThat(Pixels.of(high, 65, 41).colours()).isBetween(33, 256);
        assertThat(Files.size(high)).isGreaterThan(Files.size(low));
    }

    @Test
    void anAnimatedWebpIsMadeAndToldOf() throws IOException {
        Plan plan = plans.run(Kind.ANIMATION, pictures.moving("mkv"), "{'format': 'webp', 'end': 0.9, 'width': 33}");

        String file = Files.readString(plan.main(), StandardCharsets.ISO_8859_1);
        assertThat(file).startsWith("RIFF").contains("WEBPVP8X", "ANIM", "ANMF");
        // Its canvas, less one, in three bytes each; and how often, 0 for ever (RFC 9649, 2.7).
        assertThat((int) file.charAt(24)).isEqualTo(32);
        assertThat(file.substring(file.indexOf("ANIM") + 12, file.indexOf("ANIM") + 14)).isEqualTo("\0\0");
        assertThat(Plans.read(plan).file()).containsEntry("kind", "animation")
                .containsEntry("format", "webp").containsEntry("width", 33).containsEntry("height", 21)
                .containsEntry("duration", 0.9).containsEntry("filesize", Files.size(plan.main()));
        Path better = encode(pictures.grain("mkv"), "{'format': 'webp', 'end': 0.2, 'quality': 'very_high'}");
        Path worse = encode(pictures.grain("mkv"), "{'format': 'webp', 'end': 0.2, 'quality': 'very_low'}");
        assertThat(Files.size(better)).isGreaterThan(Files.size(worse));
    }

    @Test
    void aGifNeedsNoEndAndStaysTransparent() {
        Path output = encode(pictures.moving("gif"), "{'width': 130, 'height': 130, 'fit': 'contain', 'background': '#0f0'}");

        assertThat(Ffmpeg.values(output, "v", "stream=nb_frames")).containsExactly("10");
        Pixels.of(output, 130, 130).is(60, 65, RED).is(60, 5, new Rgb(0, 255, 0));
        assertThat(Pixels.of(encode(pictures.transparentGif(), "{}"), 65, 41).alpha(10, 20)).isZero();
    }

    @Test
    void aStartInTheTimeOfTheLastPictureGivesThatPicture() {
        Path output = encode(samples.landscape(), "{'start': 1.19, 'end': 6}");

        assertThat(Ffmpeg.values(output, "v", "stream=nb_frames")).containsExactly("1");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertRefused(samples.landscape(), "{}", "option_conflict", "options.end", "An animation of a video needs an end.");
        assertRefused(samples.landscape(), "{'start': 5, 'end': 6}", "option_conflict", "options.start", "Choose an earlier");
        assertRefused(samples.landscape(), "{'fps': 51, 'end': 1}", "invalid_input", "options.fps", "at most 50 frames");
        assertRefused(samples.landscape(), "{'start': 2, 'end': 1}", "invalid_input", "options.end", "must be after");
        assertRefused(samples.landscape(), "{'end': 1, 'fps': 50, 'width': 8000}", "resource_limit", "options.width",
                "Ask for a smaller width.");
        assertRefused(pictures.still("png"), "{}", "no_video_stream", "", "use kind 'image' for a still");
    }

    private void assertRefused(Path input, String options, String kind, String field, String message) {
        assertThatThrownBy(() -> encode(input, options)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.field().orElse("")).isEqualTo(field);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private static void assertColour(Path file, double at, Rgb expected) {
        Rgb actual = Ffmpeg.pixel(file, 30, 20, at);
        assertThat(Math.abs(actual.red() - expected.red()) + Math.abs(actual.blue() - expected.blue())).isLessThan(30);
    }

    private Path encode(Path input, String options) {
        return plans.run(Kind.ANIMATION, input, options).main();
    }
}
