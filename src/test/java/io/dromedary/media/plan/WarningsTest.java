package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import io.dromedary.media.StillSamples;
import io.dromedary.media.Warning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a result lacks of its input is told, and what is not missing is not. */
@Tag("encode")
class WarningsTest {

    /** A codec of sound that is not accepted. */
    private static final String FOREIGN = "adpcm_yamaha";

    @TempDir
    private Path folder;
    private Plans plans;

    @BeforeEach
    void start() {
        plans = new Plans(folder);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"VIDEO", "ADAPTIVE_VIDEO"})
    void aVideoWhoseOnlySoundCannotBeDecodedIsRefusedUnlessItIsNotWanted(Kind kind) {
        Path input = made("foreign.avi", pictures(), sine(440), "-c:v", "mpeg4", "-c:a", FOREIGN);

        assertThatThrownBy(() -> plan(kind, input, "{}")).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("input_unsupported");
            assertThat(e.getMessage()).contains(FOREIGN, "\"audio\": false");
        });
        assertThat(plan(kind, input, "{'audio': false}").warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xF000, 0})
    void theAlphaOfABmpOf16BitsIsTold(int alpha) throws IOException {
        var bmp = ByteBuffer.allocate(122 + 32 * 32 * 2).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put(new byte[] {'B', 'M'}).putInt(bmp.capacity()).putInt(0).putInt(122);
        // BITMAPV4HEADER: 32×32 pixels of 16 bits, with masks of red, green, blue and alpha.
        bmp.putInt(108).putInt(32).putInt(32).putShort((short) 1).putShort((short) 16).putInt(3).putInt(2048)
                .position(54).putInt(0x0F00).putInt(0x00F0).putInt(0x000F).putInt(alpha);
        Path input = Files.write(folder.resolve("input.bmp"), bmp.array());

        assertThat(plan(Kind.IMAGE, input, "{'format': 'png'}").warnings().stream().map(Warning::kind).toList())
                .isEqualTo(alpha == 0 ? List.of() : List.of(Warning.Kind.ALPHA_FLATTENED));
    }

    @Test
    void ofSeveralSoundsTheOneThatCanBeDecodedIsTakenAndTheOtherIsTold() {
        Path input = made("two.mkv", pictures(), sine(440), sine(880), "-map", "0", "-map", "1", "-map", "2", "-c:v", "mpeg4",
                "-c:a:0", FOREIGN, "-c:a:1", "aac", "-disposition:a:0", "default");

        Plan plan = plan(Kind.VIDEO, input, "{}");

        assertThat(kinds(plan)).containsExactly(Warning.Kind.UNSUPPORTED_AUDIO);
        assertThat(plan.warnings().get(0).message()).isEqualTo("Sound track 1 (adpcm_yamaha) is left out: its codec is not"
                + " accepted. Sound track 2 (aac) is taken instead.");
        assertThat(plan.commands().get(0).arguments()).contains("0:2").doesNotContain("0:1");
    }

    @Test
    void furtherTracksAndChaptersAreTold() throws IOException {
        Path chapters = Files.writeString(folder.resolve("marks"), ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\n"
                + "[CHAPTER]\nTIMEBASE=1/1\nSTART=1\nEND=2\n");
        Path words = Files.writeString(folder.resolve("words.srt"), "1\n00:00:00,000 --> 00:00:01,000\nWords\n");
        Path input = made("film.mkv", pictures(), stereo(), stereo(), List.of("-i", words.toString()), List.of("-i", chapters.toString()),
                "-map", "0", "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map_chapters", "4", "-c:v", "mpeg4", "-c:a", "aac");

        assertThat(kinds(plan(Kind.VIDEO, input, "{}"))).containsExactly(Warning.Kind.AUDIO_TRACKS_DROPPED,
                Warning.Kind.VIDEO_TRACKS_DROPPED, Warning.Kind.SUBTITLES_DROPPED, Warning.Kind.CHAPTERS_DROPPED);
        assertThat(kinds(plan(Kind.ADAPTIVE_VIDEO, input, "{'audio': false}"))).containsExactly(
                Warning.Kind.VIDEO_TRACKS_DROPPED, Warning.Kind.SUBTITLES_DROPPED, Warning.Kind.CHAPTERS_DROPPED);
        Plan sound = plan(Kind.AUDIO, input, "{}");
        assertThat(kinds(sound)).containsExactly(Warning.Kind.AUDIO_TRACKS_DROPPED, Warning.Kind.CHAPTERS_DROPPED);
        assertThat(sound.warnings()).extracting(Warning::message).containsExactly(
                "Of the input's 2 sound tracks number 1 (aac) is taken; the others are left out.",
                "The input's marks of 2 chapters are left out.");
        assertThat(kinds(plan(Kind.IMAGE, input, "{}"))).isEmpty();
    }

    @Test
    void aLanguageThatIsAskedForIsTakenAndOnlyItsOwnCodecIsTold() {
        Path input = made("languages.mkv", pictures(), stereo(), stereo(), "-map", "0", "-map", "1", "-map", "2", "-c:v", "mpeg4",
                "-c:a", "aac", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=ger");

        Plan plan = plan(Kind.VIDEO, input, "{'audio_language': 'de'}");

        assertThat(plan.commands().get(0).arguments()).containsSequence("-map", "0:2");
        assertThat(plan.warnings()).extracting(Warning::message)
                .containsExactly("Of the input's 2 sound tracks number 2 (aac) is taken; the others are left out.");
        assertThat(plan(Kind.ADAPTIVE_VIDEO, input, "{}").warnings()).isEmpty();
    }

    @Test
    void twoSoundsOfOneChannelAreTold() {
        Path input = made("reporter.mov", pictures(), sine(440), sine(880), "-map", "0", "-map", "1", "-map", "2", "-c:v",
                "mpeg4", "-c:a", "pcm_s16le");

        Plan plan = plan(Kind.VIDEO, input, "{}");

        assertThat(kinds(plan)).containsExactly(Warning.Kind.MONO_TRACK_TAKEN);
        assertThat(plan.warnings().get(0).message()).contains("2 sound tracks of one channel each", "number 1 (pcm_s16le) is taken");
    }

    @Test
    void aCoverIsTold() {
        Path input = made("song.m4a", List.of("-f", "lavfi", "-i", "color=red:s=32x32:d=0.04"), stereo(), "-map", "1", "-map", "0",
                "-c:a", "aac", "-c:v", "png", "-disposition:v", "attached_pic");

        assertThat(kinds(plan(Kind.AUDIO, input, "{}"))).containsExactly(Warning.Kind.COVER_DROPPED);
        assertThat(kinds(plan(Kind.AUDIO, input, "{'waveform': 'json'}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 14})
    void soManyChannelsWithoutPlacesAreAllHeardOnBothSides(int channels) {
        String silence = IntStream.range(1, channels).mapToObj(i -> "0|").collect(Collectors.joining());
        Path input = made("field.wav", List.of("-f", "lavfi", "-i",
                "aevalsrc=" + silence + "0.9*sin(2*PI*440*t):s=48000:d=1"), "-c:a", "pcm_s16le");

        Plan plan = plans.run(Kind.AUDIO, input, "{'format': 'wav'}");

        assertThat(kinds(plan)).containsExactly(Warning.Kind.CHANNELS_GUESSED);
        assertThat(Ffmpeg.values(plan.main(), "a:0", "stream=channels")).containsExactly("2");
        byte[] samples = Ffmpeg.run(List.of("-v", "error", "-i", plan.main().toString(), "-f", "s8", "-"));
        for (int side : new int[] {0, 1}) {
            int loudest = IntStream.range(0, samples.length / 2).map(i -> Math.abs(samples[2 * i + side])).max().orElse(0);
            assertThat(loudest).as("the last channel, on side %d", side).isBetween(114 / channels - 2, 114 / channels + 2);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12})
    void otherNumbersOfChannelsWithoutPlacesAreAllHeardOnBothSides(int channels) {
        soManyChannelsWithoutPlacesAreAllHeardOnBothSides(channels);
    }

    @Test
    void channelsInTheUsualOrderAreTold() throws IOException {
        Path input = made("six.wav", List.of("-f", "lavfi", "-i", "aevalsrc=0.1|0.1|0.1|0|0.1|0.1:s=48000:d=1"), "-c:a", "pcm_s16le");
        assertThat(kinds(plan(Kind.AUDIO, input, "{}"))).containsExactly(Warning.Kind.SURROUND_MIXED_DOWN);
        byte[] bytes = Files.readAllBytes(input);
        // The mask of places in WAVEFORMATEXTENSIBLE.
        Arrays.fill(bytes, 40, 44, (byte) 0);
        Files.write(input, bytes);

        Plan plan = new Plans(folder).run(Kind.AUDIO, input, "{}");

        assertThat(kinds(plan)).containsExactly(Warning.Kind.CHANNELS_GUESSED);
        assertThat(Ffmpeg.values(plan.main(), "a:0", "stream=channels")).containsExactly("2");
    }

    @Test
    void transparencyAndHighDynamicRangeAreToldWhereTheyGo() {
        Path clear = made("clear.png", List.of("-f", "lavfi", "-i", "color=red@0.5:s=32x32,format=rgba"), "-frames:v", "1");
        assertThat(kinds(plan(Kind.IMAGE, clear, "{'format': 'jpeg'}"))).containsExactly(Warning.Kind.ALPHA_FLATTENED);
        assertThat(plan(Kind.IMAGE, clear, "{}").warnings()).isEmpty();
        Path bright = made("bright.mp4", List.of("-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=1"), "-c:v", "libx265", "-x265-params",
                "log-level=error", "-pix_fmt", "yuv420p10le", "-color_trc", "arib-std-b67", "-color_primaries", "bt2020",
                "-colorspace", "bt2020nc");
        assertThat(kinds(plan(Kind.VIDEO, bright, "{}"))).containsExactly(Warning.Kind.HDR_TONE_MAPPED);
    }

    /** FFmpeg's encoder leaves out what does not change from frame to frame: by that alone, nothing shows through. */
    @Test
    void aGifIsReadForItsTransparentParts() {
        Path opaque = made("opaque.gif", List.of("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=1"));
        Path clear = made("clear.gif", List.of("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=1"), "-vf",
                "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,20),0,255)',split[a][b];[a]palettegen[p];[b][p]paletteuse");

        assertThat(plan(Kind.VIDEO, opaque, "{}").warnings()).isEmpty();
        assertThat(plan(Kind.IMAGE, opaque, "{'format': 'jpeg'}").warnings()).isEmpty();
        assertThat(kinds(plan(Kind.VIDEO, clear, "{}"))).containsExactly(Warning.Kind.ALPHA_FLATTENED);
        assertThat(plan(Kind.ANIMATION, clear, "{}").warnings()).isEmpty();
    }

    @Test
    void whatIsLargerThanAnyResultIsToldUnlessASizeWasAskedFor() {
        Path wide = made("wide.png", List.of("-f", "lavfi", "-i", "color=red:s=9000x90"), "-frames:v", "1");

        assertThat(plan(Kind.IMAGE, wide, "{}").warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.PICTURE_SHRUNK);
            assertThat(warning.message()).contains("9000×90", "8192×82");
        });
        assertThat(plan(Kind.IMAGE, wide, "{'width': 8192}").warnings()).isEmpty();
    }

    @Test
    void theProfileOfAnApngIsToldWhereItIsNotApplied() throws IOException {
        byte[] plain = Files.readAllBytes(made("moving.apng", List.of("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=1")));
        byte[] profiled = Files.readAllBytes(new StillSamples(folder).adobe("png"));
        int chunk = new String(profiled, StandardCharsets.ISO_8859_1).indexOf("iCCP") - 4;
        int end = chunk + 12 + ByteBuffer.wrap(profiled).getInt(chunk);
        // Behind the signature and the header.
        byte[] both = ByteBuffer.allocate(plain.length + end - chunk).put(plain, 0, 33).put(profiled, chunk, end - chunk)
                .put(plain, 33, plain.length - 33).array();
        Path input = Files.write(folder.resolve("profiled.apng"), both);

        for (Kind kind : List.of(Kind.VIDEO, Kind.ANIMATION, Kind.ADAPTIVE_VIDEO)) {
            assertThat(plan(kind, input, "{}").warnings()).as(kind.wireName()).singleElement().satisfies(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.PROFILE_DROPPED);
                assertThat(warning.message()).contains("Adobe RGB (1998)");
            });
        }
        assertThat(plan(Kind.IMAGE, input, "{}").warnings()).as("it is applied").isEmpty();
    }

    /** Of Chinese and Thai, DejaVu has nothing; Greek and Cyrillic it has. */
    @ParameterizedTest
    @CsvSource({"VIDEO, burn_in, '字幕 สวัสดี', 字", "ADAPTIVE_VIDEO, burn_in, 字幕, 幕", "VIDEO, burn_in, 'Ελληνικά, Русский, déjà vu', ''",
        "VIDEO, embed, 字幕, ''"})
    void lettersThatNoFontHasAreTold(Kind kind, String style, String words, String told) throws IOException {
        Path input = made("film.mp4", pictures(), stereo(), "-c:v", "mpeg4", "-c:a", "aac");
        Path subtitles = Files.writeString(folder.resolve("words.srt"), "1\n00:00:00,000 --> 00:00:01,000\n%s\n".formatted(words));

        List<Warning> noted = plans.noted(kind, input, ("{'subtitle_url': 'https://example.com/words.srt', 'subtitle_style': '%s',"
                + " 'width': 64}").formatted(style), Map.of(Attachment.SUBTITLES, subtitles));

        if (told.isEmpty()) {
            assertThat(noted).isEmpty();
        } else {
            assertThat(noted).singleElement().satisfies(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.LETTERS_MISSING);
                assertThat(warning.message()).contains(told);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "ANIMATION", mode = EnumSource.Mode.EXCLUDE)
    void anOrdinaryFilmHasNothingToTell(Kind kind) {
        Path input = made("film.mp4", pictures(), stereo(), "-c:v", "mpeg4", "-c:a", "aac");

        assertThat(plan(kind, input, "{}").warnings()).isEmpty();
    }

    private Plan plan(Kind kind, Path input, String options) {
        return plans.plan(kind, input, options);
    }

    private static List<Warning.Kind> kinds(Plan plan) {
        return plan.warnings().stream().map(Warning::kind).toList();
    }

    private static List<String> pictures() {
        return List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2");
    }

    private static List<String> sine(int hertz) {
        return List.of("-f", "lavfi", "-i", "sine=%d:r=48000:d=2".formatted(hertz));
    }

    private static List<String> stereo() {
        return List.of("-f", "lavfi", "-i", "aevalsrc=0.1*sin(440*t)|0.1*sin(880*t):s=48000:d=2");
    }

    /** Makes a file: lists of inputs, then words of the output. */
    private Path made(String name, Object... words) {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-v", "error"));
        for (Object word : words) {
            if (word instanceof List<?> input) {
                input.forEach(part -> arguments.add(part.toString()));
            } else {
                arguments.add(word.toString());
            }
        }
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }
}
