package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plans;
import io.dromedary.media.VideoEncodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of an MP4 and of its tracks say how long they last; where its tables have samples beyond that, these count. */
@Tag("encode")
class DeclaredLengthTest {

    private static final double SECONDS = 4;

    @TempDir
    private Path folder;
    private Path whole;

    @BeforeEach
    void make() {
        whole = folder.resolve("whole.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-f", "lavfi", "-i",
                "sine=440:r=48000:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", whole.toString()));
    }

    /** Heads of tracks, of the movie, and of tracks without their lists of edits. */
    @ParameterizedTest
    @ValueSource(strings = {"mdhd", "mdhd,tkhd,mvhd,edts"})
    void samplesBehindADeclaredEndAreNotLost(String heads) throws IOException {
        Path input = halved(heads);

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(SECONDS, within(0.08));
        WholeLengthTest.assertLengths(new VideoEncodes(folder).encode(input, "{'copy': false}"), SECONDS, SECONDS);
        WholeLengthTest.assertLengths(new VideoEncodes(folder).encode(input, "{}"), SECONDS, SECONDS);
        WholeLengthTest.assertLengths(new VideoEncodes(folder).encode(input, "{'start': 2.5, 'end': 3.5}"), 1, 1);
        Path sound = new Plans(folder).run(Kind.AUDIO, input, "{'format': 'm4a', 'start': 3}").main();
        assertThat(WholeLengthTest.length(sound, "a:0")).isCloseTo(1, within(0.08));
        Path moving = new Plans(folder).run(Kind.ANIMATION, input, "{'start': 2.5, 'end': 3.5}").main();
        assertThat(Ffmpeg.probe(moving).duration().orElseThrow()).isCloseTo(1, within(0.11));
        assertThat(new Plans(folder).run(Kind.IMAGE, input, "{'start': 3}").main()).isNotEmptyFile();
        assertThat(new AdaptiveEncodes(folder).make(input, "{}").renditions())
                .allSatisfy(rendition -> assertThat(rendition.playlist().seconds()).isCloseTo(SECONDS, within(0.1)));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"mdhd,edts", "mdhd,mvhd,edts"})
    void samplesBehindADeclaredEndOfOtherHeadsAreNotLost(String heads) throws IOException {
        samplesBehindADeclaredEndAreNotLost(heads);
    }

    /** To as much as the heads say, and to more. */
    @ParameterizedTest
    @CsvSource({"'mdhd,tkhd,mvhd,elst', 2", "'mdhd,mdhd,tkhd,mvhd,elst', 2"})
    void whatAListOfEditsCutsOffIsCutOff(String heads, double seconds) throws IOException {
        Path input = halved(heads);

        assertThat(Ffmpeg.probe(input).duration().orElseThrow()).isCloseTo(seconds, within(0.08));
        WholeLengthTest.assertLengths(new VideoEncodes(folder).encode(input, "{}"), seconds, seconds);
    }

    /** A last sample may claim to last for an hour, which is no reason to doubt the head of its track. */
    @Test
    void aLastSampleThatLastsLongerIsBelievedByNobody() throws IOException {
        // Lists of edits would end it in time.
        byte[] bytes = Files.readAllBytes(halved("edts"));
        var content = ByteBuffer.wrap(bytes);
        int times = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("stts");
        int last = times + 12 + 8 * (content.getInt(times + 8) - 1);
        assertThat(content.getInt(last)).as("samples of the last duration").isEqualTo(1);
        content.putInt(last + 4, 3600 * 48000);

        assertThat(Ffmpeg.probe(Files.write(folder.resolve("long.mp4"), bytes)).duration().orElseThrow())
                .isCloseTo(SECONDS, within(0.08));
    }

    /** The same film, in the given boxes of which is half of each length; without those lists of edits that are named as edts. */
    private Path halved(String heads) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        var content = ByteBuffer.wrap(bytes);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String head : heads.split(",")) {
            for (int at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 4)) {
                switch (head) {
                    case "edts" -> content.put(at, "free".getBytes(StandardCharsets.ISO_8859_1));
                    case "elst" -> halve(content, at + 12);
                    case "tkhd" -> halve(content, at + 24);
                    default -> halve(content, at + 20);
                }
            }
        }
        return Files.write(folder.resolve("halved.mp4"), bytes);
    }

    private static void halve(ByteBuffer content, int at) {
        content.putInt(at, content.getInt(at) / 2);
    }
}
