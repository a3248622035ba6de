package io.dromedary.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.LongForm;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Plans;
import io.dromedary.media.SoundSamples;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.format.Quality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What audio jobs make of real files, by what ffprobe says of it and what is heard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class AudioEncodeTest {

    private MediaSamples samples;
    private SoundSamples sounds;
    private Plans plans;
    private double loudnessOfVideo;

    @BeforeAll
    void prepare(@TempDir Path folder) {
        samples = new MediaSamples(folder);
        sounds = new SoundSamples(folder);
        plans = new Plans(folder);
        loudnessOfVideo = loudness(samples.landscape());
    }

    @ParameterizedTest
    @CsvSource({
        "mp3,  mp3,       mp3,  44100", "aac,  aac,       aac,  44100", "ogg,  vorbis,    ogg,  44100",
        "m4a,  aac,       m4a,  44100", "opus, opus,      opus, 48000", "wav,  pcm_s16le, wav,  44100", "flac, flac,      flac, 44100"
    })
    void everyFormatIsMadeOfAVideosSound(String format, String codec, String described, int rate) {
        Path output = encode(samples.landscape(), "{'format': '%s'}".formatted(format));

        MediaFile file = Ffmpeg.probe(output);
        assertThat(output.getFileName()).hasToString("result." + format);
        assertThat(FileDescription.describe(file, "x")).containsEntry("kind", "audio")
                .containsEntry("format", described).containsEntry("width", null);
        assertThat(file.streams()).hasSize(1);
        assertThat(file.audio().orElseThrow().codec()).isEqualTo(codec);
        assertThat(file.audio().orElseThrow().channels()).isEqualTo(2);
        assertThat(file.audio().orElseThrow().sampleRate()).isEqualTo(rate);
        assertThat(file.duration().orElseThrow()).isCloseTo(1.2, within(0.15));
        assertThat(loudness(output)).isCloseTo(loudnessOfVideo, within(0.5));
    }

    @Test
    void theIndexOfMp4IsAtTheFront() throws IOException {
        String file = Files.readString(encode(samples.landscape(), "{'format': 'm4a'}"), StandardCharsets.ISO_8859_1);
        assertThat(file.substring(4)).startsWith("ftypM4A ").containsSubsequence("moov", "mdat");
    }

    @Test
    void coverArtAndTagsAreGone() throws IOException {
        Path output = encode(samples.songWithCover(), "{}");

        assertThat(Ffmpeg.probe(output).streams()).hasSize(1);
        String tags = Files.readString(encode(samples.landscape(), "{'format': 'flac'}"), StandardCharsets.ISO_8859_1);
        assertThat(tags).doesNotContain("Secret", "Hidden");
    }

    @Test
    void theSameJobGivesTheSameBytes() throws IOException {
        assertThat(Files.readAllBytes(encode(samples.landscape(), "{'format': 'mp3'}")))
                .isEqualTo(Files.readAllBytes(encode(samples.landscape(), "{'format': 'mp3'}")));
    }

    @Test
    void oneChannelStaysOneAndManyBecomeTwo() {
        assertThat(channels(encode(sounds.voice(), "{}"))).isEqualTo(1);
        assertThat(channels(encode(samples.surround(), "{'format': 'flac'}"))).isEqualTo(2);
        // The default of two sounds is the mono one.
        assertThat(channels(encode(samples.manyStreams(), "{'format': 'wav'}"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"mp3, 48000", "opus, 48000", "wav, 96000"})
    void aHighRateComesDownToWhatTheFormatTakes(String format, String rate) {
        assertThat(rate(encode(sounds.fine(), "{'format': '%s'}".formatted(format)))).isEqualTo(rate);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"aac, 48000", "m4a, 48000", "ogg, 48000", "flac, 96000"})
    void aHighRateComesDownToWhatOtherFormatsTake(String format, String rate) {
        aHighRateComesDownToWhatTheFormatTakes(format, rate);
    }

    @ParameterizedTest
    @EnumSource(value = AudioFormat.class, names = {"MP3", "OGG", "WAV"})
    void oddRatesOfOldRecordingsAreTaken(AudioFormat format) {
        Path output = encode(sounds.telephone(), "{'format': '%s', 'quality': 'very_high'}".formatted(format.wireName()));

        assertThat(Ffmpeg.probe(output).duration().orElseThrow()).isCloseTo(0.5, within(0.3));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(value = AudioFormat.class, names = {"MP3", "OGG", "WAV"}, mode = EnumSource.Mode.EXCLUDE)
    void oddRatesOfOldRecordingsAreTakenByOtherFormats(AudioFormat format) {
        oddRatesOfOldRecordingsAreTaken(format);
    }

    @ParameterizedTest
    @CsvSource({"mp3", "aac", "ogg", "opus"})
    void moreQualityIsMoreBytes(String format) throws IOException {
        long last = 0;
        for (int i = 0; i < Quality.values().length; i += LongForm.choose(2, 1)) {
            Quality quality = Quality.values()[i];
            long size = Files.size(encode(sounds.noise(),
                    "{'format': '%s', 'quality': '%s'}".formatted(format, quality.wireName())));
            assertThat(size).isGreaterThan(last);
            last = size;
        }
    }

    @ParameterizedTest
    @CsvSource({"mp3, 320000, 1.05", "aac, 96000, 1.3", "opus, 96000, 1.5", "ogg, 128000, 1.5"})
    void theBitrateIsMet(String format, int bitrate, double factor) throws IOException {
        Path output = encode(sounds.noise(), "{'format': '%s', 'bitrate': %d}".formatted(format, bitrate));

        double seconds = 2;
        // All but mp3 take more and less from moment to moment.
        assertThat(Files.size(output) * 8 / seconds / bitrate).isBetween(1 / factor, factor);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"mp3, 32000, 1.05", "ogg, 32000, 1.8"})
    void aLowBitrateIsMet(String format, int bitrate, double factor) throws IOException {
        theBitrateIsMet(format, bitrate, factor);
    }

    @ParameterizedTest
    @CsvSource({"mp3", "ogg"})
    void theHighestBitrateIsTakenOfOneChannelToo(String format) {
        assertThat(channels(encode(sounds.voice(), "{'format': '%s', 'bitrate': 320000}".formatted(format)))).isEqualTo(1);
        assertThat(channels(encode(sounds.voice(), "{'format': '%s', 'bitrate': 32000}".formatted(format)))).isEqualTo(1);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"aac", "opus"})
    void theHighestBitrateIsTakenOfOneChannelInOtherFormatsToo(String format) {
        theHighestBitrateIsTakenOfOneChannelToo(format);
    }

    @ParameterizedTest
    @CsvSource({"wav, high, 24", "flac, medium, 16"})
    void qualityIsTheDepthOfWhatIsLossless(String format, String quality, String bits) {
        Path output = encode(sounds.voice(), "{'format': '%s', 'quality': '%s'}".formatted(format, quality));

        String entry = format.equals("wav") ? "bits_per_sample" : "bits_per_raw_sample";
        assertThat(Ffmpeg.values(output, "a", "stream=" + entry)).containsExactly(bits);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"wav, medium, 16", "flac, very_high, 24"})
    void otherQualitiesAreTheDepthOfWhatIsLossless(String format, String quality, String bits) {
        qualityIsTheDepthOfWhatIsLossless(format, quality, bits);
    }

    @Test
    void aPartIsCutOutAtItsMoments() {
        // A second of silence, one of a tone, one of silence.
        Path tone = encode(sounds.steps(), "{'format': 'wav', 'start': 1.05, 'end': 1.95}");
        Path rest = encode(sounds.steps(), "{'format': 'wav', 'start': 2.05}");

        assertThat(Ffmpeg.probe(tone).duration().orElseThrow()).isCloseTo(0.9, within(0.001));
        assertThat(loudness(tone)).isGreaterThan(-20);
        assertThat(Ffmpeg.probe(rest).duration().orElseThrow()).isCloseTo(0.95, within(0.001));
        assertThat(loudness(rest)).isLessThan(-60);
    }

    @Test
    void aFileWithoutSoundIsRefused() {
        for (Path input : List.of(samples.silent(), samples.still())) {
            assertThatThrownBy(() -> encode(input, "{}")).isInstanceOfSatisfying(MediaException.class, e -> {
                assertThat(e.kind()).isEqualTo("no_audio_stream");
                assertThat(e).hasMessageStartingWith("The input has no sound. Send a file with sound");
            });
        }
        assertThatThrownBy(() -> encode(samples.landscape(), "{'start': 2}"))
                .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.kind()).isEqualTo("option_conflict"));
    }

    private Path encode(Path input, String options) {
        return plans.run(Kind.AUDIO, input, options).main();
    }

    private static int channels(Path file) {
        return Ffmpeg.probe(file).audio().orElseThrow().channels();
    }

    private static String rate(Path file) {
        return Ffmpeg.values(file, "a", "stream=sample_rate").get(0);
    }

    private static double loudness(Path file) {
        return SoundSamples.measure(file).integrated();
    }
}
