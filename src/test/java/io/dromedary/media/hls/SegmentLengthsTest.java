package io.dromedary.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MediaException;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg tells of its segments, held against the segments; FFmpeg is real, and then somebody has taken it over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentLengthsTest {

    private static final int SECONDS = 7;

    private final Map<SegmentFormat, Map<String, byte[]>> files = new EnumMap<>(SegmentFormat.class);

    /** Segments of two seconds, of a picture with B-frames and of sound. */
    @BeforeAll
    void encode(@TempDir Path folder) throws IOException {
        for (SegmentFormat format : SegmentFormat.values()) {
            Path out = folder.resolve(format.extension());
            var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25", "-f",
                    "lavfi", "-i", "sine=440:sample_rate=44100", "-t", Integer.toString(SECONDS), "-map", "0:v", "-map", "1:a",
                    "-c:v", "libx264", "-preset", "fast", "-force_key_frames", "expr:gte(t,n_forced*2)", "-c:a", "aac", "-b:a",
                    "64k", "-bitexact", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod", "-hls_segment_type",
                    format.muxer()));
            arguments.addAll(format.muxerOptions());
            arguments.addAll(List.of("-hls_segment_filename", out + "/%v/segment-%d." + format.extension(), "-var_stream_map",
                    "v:0,name:90p a:0,name:audio-64k", out + "/%v/stream.m3u8"));
            Ffmpeg.run(arguments);
            files.put(format, read(out));
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        var read = new HashMap<String, byte[]>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                read.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return read;
    }

    @ParameterizedTest
    @EnumSource
    void whatFfmpegTellsIsSo(SegmentFormat format) throws IOException {
        for (Rendition rendition : List.of(picture(format), sound(format))) {
            List<Double> lengths = told(rendition);
            assertThat(lengths).as("%s", rendition).hasSize(4);
            check(rendition, lengths);
        }
    }

    /** A transport stream packs some 0.3 s of sound together, of which the last packet may have less. */
    @Test
    void soundIsAsLongAsItsFrames() throws IOException {
        Rendition rendition = sound(SegmentFormat.TS);
        for (int missing : new int[] {0, 8}) {
            List<Double> checked = SegmentLengths.check(rendition, told(rendition), name -> {
                byte[] whole = bytes(rendition, name);
                return new ByteArrayInputStream(whole, 0, whole.length - (name.equals(rendition.segment(3)) ? missing * 188 : 0));
            });

            // Encoders begin with a frame of silence, and fill up the last one.
            double heard = SECONDS + 0.035 - missing * 184 * 8 / 64_000.0;
            assertThat(checked.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(heard, within(0.06));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLengthThatIsOffByMoreThanAPictureIsNoLength(SegmentFormat format) throws IOException {
        for (Rendition rendition : List.of(picture(format), sound(format))) {
            for (int segment = 0; segment < 4; segment++) {
                for (double off : new double[] {-0.6, 0.6, 1, 2, 60, 1e9}) {
                    var lengths = new ArrayList<>(told(rendition));
                    lengths.set(segment, lengths.get(segment) + off);
                    if (segment == 3 && off < 0) {
                        assertThat(check(rendition, lengths).get(3)).as("the last one, as its segment has it")
                                .isCloseTo(told(rendition).get(3), within(0.1));
                        continue;
                    }
                    assertThatThrownBy(() -> check(rendition, lengths)).as("%s segment %d by %s", rendition, segment, off)
                            .isInstanceOfSatisfying(MediaException.class,
                                    e -> assertThat(e.kind()).isEqualTo("encode_failed"));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void segmentsInAnotherOrderDoNotFit(SegmentFormat format) {
        Rendition rendition = picture(format);
        byte[] second = files.get(format).get("90p/" + rendition.segment(1));
        assertThatThrownBy(() -> SegmentLengths.check(rendition, told(rendition), name ->
                new ByteArrayInputStream(name.equals(rendition.segment(2)) ? second : bytes(rendition, name))))
                .isInstanceOf(MediaException.class);
    }

    /** Whatever the bytes are: an answer, in no more memory than they take. */
    @ParameterizedTest
    @EnumSource
    void segmentsThatAreNoneDoNotFit(SegmentFormat format) {
        Rendition rendition = picture(format);
        for (byte[] wrong : List.of(new byte[0], new byte[500], "moof".repeat(999).getBytes(), huge("moof"), huge("mdat"),
                huge("styp"))) {
            assertThatThrownBy(() -> SegmentLengths.check(rendition, told(rendition), name ->
                    new ByteArrayInputStream(name.equals(rendition.segment(1)) ? wrong : bytes(rendition, name))))
                    .isInstanceOf(MediaException.class);
        }
    }

    /** A box that says that it is of four gigabytes. */
    private static byte[] huge(String type) {
        var box = new byte[64];
        for (int i = 0; i < 4; i++) {
            box[i] = -1;
            box[4 + i] = (byte) type.charAt(i);
        }
        return box;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "1e999", "", "two", "2;2"})
    void whatIsNoNumberAboveNothingIsNoLength(String told) {
        assertThatThrownBy(() -> SegmentLengths.read(Stream.of("#EXTM3U", "#EXTINF:2.0,", "x", "#EXTINF:" + told + ","), 2))
                .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.kind()).isEqualTo("encode_failed"));
    }

    @Test
    void thereAreAsManyLengthsAsSegments() {
        assertThat(SegmentLengths.read(Stream.of("#EXTINF:2,", "/etc/passwd", "#EXTINF:1.5,", "../x"), 2))
                .containsExactly(2.0, 1.5);
        for (int segments : new int[] {0, 1, 3}) {
            assertThatThrownBy(() -> SegmentLengths.read(Stream.of("#EXTINF:2,", "a", "#EXTINF:1.5,", "b"), segments))
                    .as("%d", segments).isInstanceOf(MediaException.class);
        }
        // Without end, as far as anybody reads.
        assertThatThrownBy(() -> SegmentLengths.read(Stream.generate(() -> "#EXTINF:2,"), 3))
                .isInstanceOf(MediaException.class);
    }

    private List<Double> told(Rendition rendition) {
        String playlist = new String(bytes(rendition, "stream.m3u8"));
        return SegmentLengths.read(playlist.lines(), 4);
    }

    private List<Double> check(Rendition rendition, List<Double> lengths) throws IOException {
        return SegmentLengths.check(rendition, lengths, name -> new ByteArrayInputStream(bytes(rendition, name)));
    }

    private byte[] bytes(Rendition rendition, String name) {
        return files.get(rendition.format()).get(rendition.name() + "/" + name);
    }

    private static Rendition picture(SegmentFormat format) {
        return new Rendition("90p", true, Optional.of("audio-64k"), Path.of("/out/90p/stream.m3u8"), format, OptionalInt.of(0), 4);
    }

    private static Rendition sound(SegmentFormat format) {
        return new Rendition("audio-64k", false, Optional.empty(), Path.of("/out/audio-64k/stream.m3u8"), format, OptionalInt.of(1), 4);
    }
}
