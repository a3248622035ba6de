package io.dromedary.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.MediaException;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Lengths of segments as a hostile encoder writes them down, against fragments that are written byte by byte. */
class HostileSegmentsTest {

    private static final Rendition RENDITION = new Rendition("240p", true, Optional.empty(), Path.of("240p/stream.m3u8"),
            SegmentFormat.FMP4, OptionalInt.empty(), 9);
    private static final int TIMESCALE = 1000;

    private final Map<String, byte[]> files = new HashMap<>();

    @Test
    void lengthsThatTheSegmentsBearOutAreTaken() {
        segments(2000, 2000, 1500);
        assertThatCode(() -> check(2.0, 2.0, 1.5)).doesNotThrowAnyException();
    }

    @Test
    void otherLengthsAreNone() {
        segments(2000, 2000, 1500);
        for (List<Double> wrong : List.of(List.of(2.2, 1.8, 1.5), List.of(2.0, 2.0, 9.0),
                List.of(0.001, 0.001, 0.001), List.of(1e9, 2.0, 1.5), List.of(2.0, 2.0, 1e9))) {
            assertThatThrownBy(() -> check(wrong.toArray(Double[]::new))).as("%s", wrong).isInstanceOf(MediaException.class);
        }
    }

    /** FFmpeg adds up what pictures last at a rate that it may take for too high. */
    @Test
    void aLastLengthThatIsTooShortIsTakenFromTheSegment() {
        segments(2000, 2000, 1500);
        assertThat(check(2.0, 2.0, 0.1)).containsExactly(2.0, 2.0, 1.5);
    }

    /** Each is less than a frame of sound off. */
    @Test
    void smallDifferencesDoNotAddUp() {
        var durations = new int[100];
        Arrays.fill(durations, 1000);
        segments(durations);
        Double[] longer = new Double[100];
        Arrays.fill(longer, 1.04);
        assertThatThrownBy(() -> check(longer)).isInstanceOf(MediaException.class);
    }

    @Test
    void whatHoldsNoTimesFitsNoLength() {
        segments(30, 30, 30);
        for (String name : List.of("segment-0.m4s", "segment-1.m4s", "segment-2.m4s", "init.mp4")) {
            byte[] kept = files.put(name, "noise".repeat(100).getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> check(0.03, 0.03, 0.03)).as(name).isInstanceOf(MediaException.class);
            files.put(name, kept);
        }
        files.replaceAll((name, bytes) -> new byte[0]);
        assertThatThrownBy(() -> check(0.03, 0.03, 0.03)).isInstanceOf(MediaException.class);
    }

    /** A few bytes say that there are four thousand million samples, thousands of times. */
    @Test
    void samplesThatAreNotThereAreNotCountedForEver() {
        segments(2000, 2000);
        byte[] run = box("trun", ints(0, -1));
        var many = new ByteArrayOutputStream();
        many.writeBytes(box("tfhd", ints(8, 1, 1)));
        many.writeBytes(box("tfdt", ints(0, 0)));
        for (int i = 0; i < 5_000; i++) {
            many.writeBytes(run);
        }
        files.put("segment-0.m4s", box("moof", box("traf", many.toByteArray())));
        files.put("segment-1.m4s", files.get("segment-0.m4s"));
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () ->
                assertThatThrownBy(() -> check(2.0, 2.0)).isInstanceOf(MediaException.class));
    }

    private List<Double> check(Double... lengths) {
        try {
            return SegmentLengths.check(RENDITION, List.of(lengths), name -> new ByteArrayInputStream(files.get(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void segments(int... durations) {
        files.put("init.mp4", box("moov", box("trak", box("mdia", box("mdhd", ints(0, 0, 0, TIMESCALE, 0))))));
        int at = 0;
        for (int i = 0; i < durations.length; i++) {
            // Ten pictures, of which each says how long it lasts.
            var run = new int[12];
            Arrays.fill(run, durations[i] / 10);
            run[0] = 0x100;
            run[1] = 10;
            byte[] track = joined(box("tfhd", ints(0, 1)), box("tfdt", ints(0, at)), box("trun", ints(run)));
            files.put("segment-" + i + ".m4s", joined(box("moof", box("traf", track)), box("mdat", new byte[10])));
            at += durations[i];
        }
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] box(String type, byte[] content) {
        return joined(ints(8 + content.length), type.getBytes(StandardCharsets.US_ASCII), content);
    }

    private static byte[] ints(int... values) {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        try {
            for (int value : values) {
                out.writeInt(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
