package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import io.dromedary.media.VideoEncodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The length of a file that only estimates it, or has none, is measured: cuts, waveforms and sheets are over all of it. */
@Tag("encode")
@Order(1)
class EstimatedLengthTest {

    @TempDir
    private Path folder;

    /** Loud for four seconds of twenty, so that bytes are no measure of time. */
    @ParameterizedTest
    @CsvSource({"mp3, -c:a libmp3lame -q:a 2 -write_xing 0", "ogg, -c:a libvorbis", "wav, -c:a adpcm_ima_wav"})
    void soundIsMeasured(String extension, String coding) throws IOException {
        Path input = sound(extension, coding);

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(20, within(0.1));
        Path cut = new Plans(folder).run(Kind.AUDIO, input, "{'format': 'wav', 'start': 15, 'end': 17}").main();
        assertThat(Ffmpeg.probe(cut).duration().orElseThrow()).isCloseTo(2, within(0.05));
        Path rest = new Plans(folder).run(Kind.AUDIO, input, "{'format': 'wav', 'start': 19.5}").main();
        assertThat(Ffmpeg.probe(rest).duration().orElseThrow()).isCloseTo(0.5, within(0.1));
        JsonNode drawn = waveform(input, "{'waveform': 'json', 'waveform_points': 20}");
        assertThat(drawn.get("duration").asDouble()).isCloseTo(20, within(0.1));
        for (int second = 0; second < 20; second++) {
            double peak = drawn.get("data").get(second).asDouble();
            if (second < 4) {
                assertThat(peak).as("second %d", second).isGreaterThan(0.2);
            } else if (second > 4) {
                assertThat(peak).as("second %d", second).isLessThan(0.1);
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"aac, -c:a aac", "ac3, -c:a ac3", "flac, -c:a flac", "wma, -c:a wmav2"})
    void soundInOtherFormatsIsMeasured(String extension, String coding) throws IOException {
        soundIsMeasured(extension, coding);
    }

    /** Where the last packet ends after the sound, or the first begins before it, times are below 0. */
    @ParameterizedTest
    @CsvSource({
        "ogg, -c:a libvorbis -ar 44100", "ogg, -c:a libopus", "ogg, -c:a flac", "mp3, -c:a libmp3lame -write_xing 0",
        "ts, -c:a aac -output_ts_offset 95442.5", "flv, -c:a aac -ar 44100", "webm, -c:a libopus"
    })
    void timesBelowZeroDoNotCount(String extension, String coding) {
        Path input = folder.resolve("sound." + extension);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "sine=330:r=11000:d=0.5"));
        arguments.addAll(List.of(coding.split(" ")));
        arguments.add(input.toString());
        Ffmpeg.run(arguments);

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(0.5, within(0.2));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "ogg, -c:a libvorbis -ar 8000", "ogg, -c:a libvorbis -ar 11025", "ogg, -c:a libvorbis -ar 22050", "ogg, -c:a libvorbis -ar 48000",
        "ogg, -c:a libvorbis -ar 96000", "ogg, -c:a flac -ar 8000", "ogg, -c:a libspeex -ar 8000", "ts, -c:a aac", "wma, -c:a wmav2",
        "aac, -c:a aac", "mp4, -c:a aac", "mka, -c:a libvorbis", "avi, -c:a libmp3lame", "mpg, -c:a mp2"
    })
    void timesBelowZeroDoNotCountAtOtherRatesAndInOtherFormats(String extension, String coding) {
        timesBelowZeroDoNotCount(extension, coding);
    }

    /** Of a stream of pictures without times, FFmpeg would tell a hundredth of a second. */
    @ParameterizedTest
    @CsvSource({"m1v, mpeg1video", "m2v, mpeg2video"})
    void picturesWithoutTimesHaveNoKnownLength(String extension, String codec) {
        Path input = folder.resolve("pictures." + extension);
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-c:v", codec, input.toString()));

        assertThat(Ffmpeg.probe(input).duration()).isEmpty();
        assertThat(Ffmpeg.probe(input).spans()).isEmpty();
        assertThat(Ffmpeg.probe(new VideoEncodes(folder).encode(input, "{'width': 64}")).duration().orElseThrow())
                .isCloseTo(2, within(0.1));
        assertThat(Ffmpeg.probe(new VideoEncodes(folder).encode(input, "{'start': 1, 'end': 1.5}")).duration().orElseThrow())
                .isCloseTo(0.5, within(0.1));
    }

    @Test
    void ourOwnAacIsMeasured() throws IOException {
        Path made = new Plans(folder).run(Kind.AUDIO, sound("wav", "-c:a pcm_s16le"), "{'format': 'aac'}").main();

        assertThat(Ffmpeg.probe(made).duration().orElseThrow()).isCloseTo(20, within(0.1));
    }

    /** A second each of red, green and blue, three times: times begin again where one part was appended to another. */
    @ParameterizedTest
    @CsvSource({"ts, mpeg2video, mp2", "mpg, mpeg2video, mp2"})
    void joinedRecordingsAreMeasuredAndCut(String extension, String video, String audio) throws IOException {
        Path input = joined(extension, video, audio);

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(9, within(0.3));
        Path cut = new VideoEncodes(folder).encode(input, "{'start': 7.5, 'end': 8.5}");
        WholeLengthTest.assertLengths(cut, 1, 1);
        assertThat(Ffmpeg.pixel(cut, 5, 5, 0.2).green()).isGreaterThan(200);
        assertThat(Ffmpeg.pixel(cut, 5, 5, 0.8).blue()).isGreaterThan(200);
        Path still = new Plans(folder).run(Kind.IMAGE, input, "{'start': 6.5, 'format': 'png'}").main();
        assertThat(Ffmpeg.pixel(still, 5, 5, 0).red()).isGreaterThan(200);
        Path listened = new Plans(folder).run(Kind.AUDIO, input, "{'format': 'wav', 'start': 4, 'end': 8}").main();
        assertThat(Ffmpeg.probe(listened).duration().orElseThrow()).isCloseTo(4, within(0.1));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"ts, libx264 -bf 2, aac"})
    void joinedRecordingsOfH264AreMeasuredAndCut(String extension, String video, String audio) throws IOException {
        joinedRecordingsAreMeasuredAndCut(extension, video, audio);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VIDEO", "ADAPTIVE_VIDEO"})
    void sheetsOfJoinedRecordingsGoToTheEnd(Kind kind) throws IOException {
        Path input = joined("ts", "mpeg2video", "mp2");

        Plan plan = new Plans(folder).run(kind, input, "{'thumbnails': {'every': 0.5, 'columns': 10, 'width': 32}}");

        assertThat(Files.readString(plan.more().get("thumbnails_vtt")).lines().filter(line -> line.contains("-->")))
                .hasSizeBetween(18, 20);
        Path sheet = plan.more().get("thumbnails");
        assertThat(Ffmpeg.pixel(sheet, 3 * 32 + 16, 26, 0).red()).isGreaterThan(200);
        assertThat(Ffmpeg.pixel(sheet, 7 * 32 + 16, 26, 0).blue()).isGreaterThan(200);
    }

    /** As browsers record: without a duration in the header. */
    @Test
    void aRecordingWithoutALengthIsMeasured() throws IOException {
        Path input = folder.resolve("live.webm");
        Files.write(input, Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=3", "-f", "lavfi", "-i",
                "sine=440:d=4", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", "-f", "webm", "pipe:1")));

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(4, within(0.1));
        WholeLengthTest.assertLengths(new VideoEncodes(folder).encode(input, "{}"), 4, 4);
        Plan plan = new Plans(folder).run(Kind.VIDEO, input, "{'thumbnails': {'every': 1}}");
        assertThat(plan.more()).containsKey("thumbnails");
        assertThat(new AdaptiveEncodes(folder).make(input, "{}").renditions())
                .allSatisfy(rendition -> assertThat(rendition.playlist().seconds()).isCloseTo(4, within(0.4)));
    }

    /** Sound from the third second of eight to the fifth, under pictures. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "ts"})
    void theWaveformOfLateAndShortSoundIsInItsPlace(String extension) throws IOException {
        Path input = folder.resolve("late." + extension);
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=8", "-itsoffset", "3", "-f", "lavfi", "-i",
                "sine=440:r=48000:d=2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", input.toString()));

        JsonNode whole = waveform(input, "{'waveform': 'json', 'waveform_points': 16}");
        assertThat(whole.get("duration").asDouble()).isCloseTo(8, within(0.1));
        assertPeaks(whole, 6, 10);
        JsonNode part = waveform(input, "{'waveform': 'json', 'waveform_points': 16, 'start': 2}");
        assertThat(part.get("duration").asDouble()).isCloseTo(6, within(0.1));
        assertPeaks(part, 3, 8);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"mkv"})
    void theWaveformOfLateAndShortSoundInMatroskaIsInItsPlace(String extension) throws IOException {
        theWaveformOfLateAndShortSoundIsInItsPlace(extension);
    }

    /** Those at the edges are not looked at. */
    private static void assertPeaks(JsonNode drawn, int from, int to) {
        for (int point = 0; point < drawn.get("data").size(); point++) {
            double peak = drawn.get("data").get(point).asDouble();
            if (point > from && point < to - 1) {
                assertThat(peak).as("point %d", point).isGreaterThan(0.05);
            } else if (point < from - 1 || point > to) {
                assertThat(peak).as("point %d", point).isLessThan(0.001);
            }
        }
    }

    private Path sound(String extension, String coding) {
        Path file = folder.resolve("sound." + extension);
        var arguments = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i",
                "anoisesrc=d=20:r=44100:a=0.5:seed=1,volume='if(lt(t,4),1,0.01)':eval=frame"));
        arguments.addAll(List.of(coding.split(" ")));
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }

    private Path joined(String extension, String video, String audio) throws IOException {
        Path part = folder.resolve("part." + extension);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i",
                "color=red:s=96x64:r=25:d=3,drawbox=t=fill:c=lime:enable='between(t,1,1.99)',drawbox=t=fill:c=blue:enable='gte(t,2)'",
                "-f", "lavfi", "-i", "sine=440:r=48000:d=3", "-g", "10", "-c:v"));
        arguments.addAll(List.of(video.split(" ")));
        arguments.addAll(List.of("-c:a", audio, part.toString()));
        Ffmpeg.run(arguments);
        Path whole = folder.resolve("whole." + extension);
        for (int i = 0; i < 3; i++) {
            Files.write(whole, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return whole;
    }

    private JsonNode waveform(Path input, String options) throws IOException {
        Plan plan = new Plans(folder).run(Kind.AUDIO, input, options);
        try (Stream<String> lines = Files.lines(plan.main().resolveSibling(plan.waveform().orElseThrow().peaks()))) {
            return new ObjectMapper().readTree(plan.waveform().orElseThrow().json(lines));
        }
    }
}
