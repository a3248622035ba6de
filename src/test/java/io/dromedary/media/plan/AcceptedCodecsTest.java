package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.AudioStream;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Plans;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats and codecs of archives, for which FFmpeg has an encoder: whole jobs of them, by what is heard and seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class AcceptedCodecsTest {

    @TempDir
    static Path folder;
    private Plans plans;

    @BeforeAll
    void prepare() {
        plans = new Plans(folder);
    }

    /** The name, and ffmpeg's arguments after a red picture and a tone of 2 s. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.wv      | -f wv
            a.dts     | -c:a dca -ac 2
            a.thd     | -c:a truehd
            a.spx     | -c:a libspeex -ar 16000
            gsm.mov   | -c:a libgsm -ar 8000 -ac 1
            f64.caf   | -c:a pcm_f64be
            """)
    void soundIsHeard(String name, String arguments) throws IOException {
        Path made = plans.run(Kind.AUDIO, sample(name, "-vn " + (arguments == null ? "" : arguments)), "{'format': 'wav'}").main();
        assertThat(loudness(made)).isGreaterThan(-30);
        assertThat(Ffmpeg.probe(made).duration().orElseThrow()).isCloseTo(2, within(0.1));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.tta     |
            dts.wav   | -c:a dca -ac 2
            a.mlp     | -c:a mlp
            gsm.wav   | -c:a libgsm_ms -ar 8000 -ac 1
            f64.wav   | -c:a pcm_f64le
            f32.aiff  | -c:a pcm_f32be
            """)
    void soundInOtherContainersIsHeard(String name, String arguments) throws IOException {
        soundIsHeard(name, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.m2v     | -an -c:v mpeg2video
            cine.avi  | -c:v cinepak -c:a pcm_s16le
            svq1.mov  | -c:v svq1
            thd.mp4   | -c:v libx264 -pix_fmt yuv420p -c:a truehd
            nelly.flv | -c:v flv1 -c:a nellymoser -ar 22050 -ac 1
            dca.mkv   | -c:v mpeg4 -c:a dca -ac 2
            """)
    void videoIsSeenAndHeard(String name, String arguments) throws IOException {
        Path made = plans.run(Kind.VIDEO, sample(name, arguments), "{'format': 'mp4'}").main();
        assertRed(Ffmpeg.pixel(made, 80, 70, 1));
        assertThat(Ffmpeg.probe(made).duration().orElseThrow()).isCloseTo(2, within(0.1));
        if (!arguments.contains("-an")) {
            assertThat(loudness(made)).isGreaterThan(-30);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.m1v     | -an -c:v mpeg1video
            v2.avi    | -c:v msmpeg4v2 -c:a mp2
            msv1.avi  | -c:v msvideo1 -c:a pcm_u8
            swf.flv   | -c:v flv1 -c:a adpcm_swf -ar 22050 -ac 1
            mp2.ts    | -c:v mpeg2video -c:a mp2
            """)
    void videoOfOtherCodecsIsSeenAndHeard(String name, String arguments) throws IOException {
        videoIsSeenAndHeard(name, arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.jxl | jxl | -c:v libjxl
            a.jp2 | jp2 | -c:v jpeg2000
            a.j2k | jp2 | -c:v jpeg2000 -format j2k
            """)
    void aStillIsSeen(String name, String format, String arguments) throws IOException {
        Path input = sample(name, "-frames:v 1 -f image2pipe " + arguments);
        assertThat(FileDescription.describe(Ffmpeg.probe(input), "x")).containsEntry("kind", "image").containsEntry("format", format);
        Path made = plans.run(Kind.IMAGE, input, "{'format': 'png', 'width': 88}").main();
        assertRed(Ffmpeg.pixel(made, 40, 30, 0));
    }

    /** The next job follows the file; nothing but the file decides. */
    @Test
    void theOperatorDecidesWhatIsDecoded() throws IOException {
        String yaml = ShippedMedia.yaml();
        Media fewer = new FfmpegMedia(yaml.replace("      truehd: truehd\n", "").replace(", tta, mpc,", ", mpc,"), () -> true);
        Media more = new FfmpegMedia(yaml.replace("      qdm2: qdm2\n", "      qdm2: qdm2\n      adpcm_yamaha: adpcm_yamaha\n"), () -> true);
        Path tta = sample("fewer.tta", "-vn");
        byte[] head = Files.readAllBytes(tta);
        ShippedMedia.media().checkType(head, "input", false);
        assertThatThrownBy(() -> fewer.checkType(head, "input", false)).hasMessageContaining("True Audio");
        assertThat(fewer.probeArguments(tta, new byte[0]).toString()).doesNotContain("tta,");

        MediaFile truehd = sound("truehd");
        assertThat(planned(ShippedMedia.media(), truehd)).contains("-codec_whitelist truehd ");
        assertThatThrownBy(() -> planned(fewer, truehd)).hasMessageContaining("truehd, is not accepted");
        MediaFile yamaha = sound("adpcm_yamaha");
        assertThatThrownBy(() -> planned(ShippedMedia.media(), yamaha)).hasMessageContaining("adpcm_yamaha, is not accepted");
        assertThat(planned(more, yamaha)).contains("-codec_whitelist adpcm_yamaha ");
    }

    private static MediaFile sound(String codec) {
        return ShippedMedia.media().probed("""
                {"format": {"format_name": "wav", "duration": "2"}, "streams": [{"index": 0, "codec_type": "audio",
                 "codec_name": "%s", "channels": 2, "sample_rate": "48000"}]}""".formatted(codec));
    }

    private static String planned(Media media, MediaFile file) throws IOException {
        var inputs = new PlanInputs(file, Path.of("in"), Path.of("a"), Path.of("b"), Path.of("b"), "result", Optional.empty(),
                Map.of(), Optional.empty());
        return String.join(" ", media.planner(Kind.AUDIO, new ObjectMapper().readTree("{\"format\": \"mp3\"}")).plan(inputs)
                .commands().get(0).arguments());
    }

    private static Path sample(String name, String arguments) throws IOException {
        Path file = folder.resolve(name);
        var command = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i",
                "color=red:size=176x144:rate=25:duration=2", "-f", "lavfi", "-i", "sine=duration=2:sample_rate=48000", "-strict",
                "-2"));
        command.addAll(List.of(arguments.strip().split(" ")));
        command.add(file.toString());
        Ffmpeg.run(command);
        return file;
    }

    /** The mean level in dBFS. */
    private static double loudness(Path file) {
        Optional<AudioStream> sound = Ffmpeg.probe(file).audio();
        assertThat(sound).isPresent();
        byte[] samples = Ffmpeg.run(List.of("-v", "error", "-i", file.toString(), "-vn", "-ac", "1", "-f", "s8", "-"));
        double sum = 0;
        for (byte sample : samples) {
            sum += sample * sample;
        }
        return 20 * Math.log10(Math.sqrt(sum / Math.max(1, samples.length)) / 128 + 1e-9);
    }

    private static void assertRed(Rgb seen) {
        assertThat(seen.red()).isGreaterThan(215);
        assertThat(seen.green()).isLessThan(45);
        assertThat(seen.blue()).isLessThan(45);
    }
}
