package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Pixels;
import io.dromedary.media.Plans;
import io.dromedary.media.VideoEncodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cut, or a still, begins with the picture that stands at its start, however long ago that came: after a second of
 * movement the samples stand still for five, and then move for another one. Each picture has a grey of its own.
 */
@Tag("encode")
@Order(1)
class FirstPictureTest {

    private static final String UNEVEN = " -fps_mode vfr -enc_time_base:v 1/90000";
    /** Between pictures, where one stands, near its end, and where the last one stands. */
    private static final List<Double> STARTS = List.of(0.79, 3.0, 5.9, 6.97);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4,  'libx264 -bf 3 -g 250', true", "ts,   'libx264 -bf 3 -g 250', true",
        "mp4,  'libx264 -x264-params open-gop=1:keyint=10:min-keyint=10:bframes=3:scenecut=0', true",
        "webm, 'libvpx -deadline realtime -cpu-used 8 -g 250', true", "gif,  gif, true"
    })
    void aCutBeginsWithThePictureThatStands(String container, String codec, boolean uneven) {
        Path input = sample(container, codec + (uneven ? UNEVEN : ""));
        Map<Double, Long> whole = pictures(input);
        var encodes = new VideoEncodes(folder);

        for (double start : STARTS) {
            Map<Double, Long> cut = pictures(encodes.encode(input, "{'start': %s, 'audio': false}".formatted(start)));

            assertThat(cut.keySet().iterator().next()).as("first of " + start).isZero();
            for (double after : List.of(0.0, 0.03, 0.25)) {
                // What is shown at this moment, give or take the rounding of its time.
                assertThat(shown(cut, after + 0.002)).as("%s: %s s after %s", container, after, start)
                        .isBetween(shown(whole, start + after - 0.02) - 1, shown(whole, start + after + 0.022) + 1);
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "mkv,  'libx264 -bf 3 -g 250', true", "mp4,  'libx265 -x265-params log-level=none:keyint=20:bframes=3', true",
        "mpg,  'mpeg2video -bf 2 -g 15', false", "avi,  'mpeg4 -g 250', false",
        "ts,   'libx264 -x264-params open-gop=1:keyint=10:min-keyint=10:bframes=3:scenecut=0', true",
        "mov,  prores, true", "flv,  'libx264 -bf 2 -g 250', true", "ts,   'mpeg2video -bf 2 -g 15', false",
        "wmv,  'wmv2 -g 250', false", "mxf,  'mpeg2video -g 15', false", "ogv,  'libtheora -g 30', false"
    })
    void aCutOfOtherContainersBeginsWithThePictureThatStands(String container, String codec, boolean uneven) {
        aCutBeginsWithThePictureThatStands(container, codec, uneven);
    }

    @ParameterizedTest
    @CsvSource({"mp4, 'libx264 -bf 3 -g 250'", "ts, 'libx264 -bf 3 -g 250'"})
    void aStillIsThePictureThatStands(String container, String codec) {
        Path input = sample(container, codec + UNEVEN);

        for (double start : List.of(0.5, 3.0, 5.9, 6.98)) {
            Path still = new Plans(folder).run(Kind.IMAGE, input, "{'start': %s, 'format': 'png'}".formatted(start)).main();

            assertThat(Pixels.of(still).colour(5, 5).red()).as("grey at " + start)
                    .isCloseTo(Pixels.of(frozen(input, start)).colour(5, 5).red(), within(4));
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"webm, 'libvpx -deadline realtime -cpu-used 8 -g 250'", "flv, flv1"})
    void aStillOfOtherContainersIsThePictureThatStands(String container, String codec) {
        aStillIsThePictureThatStands(container, codec);
    }

    /** Of two pictures a second, a keyframe is decoded a second and more before it is shown. */
    @ParameterizedTest
    @ValueSource(doubles = {8.557, 8.611, 5.2})
    void ofFewPicturesASecondAStillIsTheRightOne(double start) {
        Path slow = folder.resolve("slow.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "nullsrc=s=64x64:r=2:d=20,geq=lum='16+N*5':cb=128:cr=128", "-c:v",
                "libx265", "-x265-params", "log-level=none:bframes=4:b-adapt=0:keyint=20:min-keyint=20:scenecut=0",
                "-pix_fmt", "yuv420p", slow.toString()));

        Path still = new Plans(folder).run(Kind.IMAGE, slow, "{'start': %s, 'format': 'png'}".formatted(start)).main();

        assertThat(Pixels.of(still).colour(5, 5).red()).isCloseTo(Pixels.of(frozen(slow, start)).colour(5, 5).red(), within(2));
    }

    /** The average rate does not tell that there are few pictures between 10 and 20 s, where a keyframe is decoded 0.67 s early. */
    @Test
    void whereThereAreFewPicturesForSomeTimeAStillIsTheRightOne() {
        Path uneven = folder.resolve("uneven.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "nullsrc=s=64x64:r=30:d=30,select='lt(t,10)+gte(t,20)+not(mod(n,10))',"
                        + "geq=lum='16+mod(N,110)*2':cb=128:cr=128", "-fps_mode", "vfr", "-enc_time_base:v", "1/90000", "-c:v", "libx264",
                "-x264-params", "bframes=3:b-adapt=0:b-pyramid=normal:scenecut=0:keyint=20:min-keyint=20", "-pix_fmt", "yuv420p", uneven.toString()));

        for (double start : List.of(12.5, 14.6, 16.6, 18.1)) {
            Path still = new Plans(folder).run(Kind.IMAGE, uneven, "{'start': %s, 'format': 'png'}".formatted(start)).main();
            assertThat(Pixels.of(still).colour(5, 5).red()).as("at " + start)
                    .isCloseTo(Pixels.of(frozen(uneven, start)).colour(5, 5).red(), within(1));
        }
    }

    /** The picture at a moment, by a reader that passes over nothing. */
    private Path frozen(Path input, double moment) {
        Path file = folder.resolve("frozen-" + moment + ".png");
        Ffmpeg.run(List.of("-v", "error", "-y", "-i", input.toString(), "-vf", "tpad=stop=-1:stop_mode=clone,fps=100,select='gte(t,%s)'"
                .formatted(moment), "-frames:v", "1", file.toString()));
        return file;
    }

    @Test
    void animationsBeginWithThePictureThatStands() {
        Path moving = new Plans(folder).run(Kind.ANIMATION, sample("mp4", "libx264" + UNEVEN), "{'start': 3, 'end': 4, 'fps': 10}")
                .main();

        assertThat(pictures(moving)).allSatisfy((time, grey) -> assertThat(grey).isBetween(23L, 25L));
        assertThat(Ffmpeg.probe(moving).duration().orElseThrow()).isCloseTo(1, within(0.05));
    }

    @Test
    void soundBeginsWithThePicture() {
        Path output = new VideoEncodes(folder).encode(sample("mkv", "libx264 -g 250" + UNEVEN), "{'start': 3, 'end': 5}");

        assertThat(Ffmpeg.values(output, "v:0", "stream=start_time,duration")).containsExactly("0.000000", "2.000000");
        assertThat(Double.parseDouble(Ffmpeg.values(output, "a:0", "stream=duration").get(0))).isCloseTo(2, within(0.03));
    }

    @Test
    void renditionsAndSheetsBeginWithThePictureThatStands() {
        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(sample("mp4", "libx264 -bf 3 -g 250" + UNEVEN),
                "{'start': 2, 'end': 7, 'thumbnails': {'every': 1}}");

        assertThat(made.renditions()).allSatisfy(rendition ->
                assertThat(rendition.playlist().seconds()).isCloseTo(5, within(0.2)));
        Map<Double, Long> top = pictures(made.joined(made.renditions().get(0).rendition().name()));
        assertThat(top.values().iterator().next()).isBetween(23L, 25L);
        assertThat(shown(top, top.keySet().iterator().next() + 4.5)).isBetween(36L, 38L);
    }

    private Path sample(String container, String codec) {
        Path file = folder.resolve("sample." + container);
        var arguments = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i",
                "nullsrc=s=160x96:r=25:d=2,geq=lum='16+N*4':cb=128:cr=128,setpts='if(lt(N,25),N,N+125)/25/TB',settb=1/90000"));
        if (!container.equals("gif")) {
            arguments.addAll(List.of("-f", "lavfi", "-i", "sine=440:r=48000:d=7"));
        }
        arguments.add("-c:v");
        arguments.addAll(List.of(codec.split(" ")));
        if (container.equals("flv")) {
            arguments.addAll(List.of("-ar", "44100"));
        }
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }

    /** The number of each picture, by its time. */
    private static Map<Double, Long> pictures(Path file) {
        String lines = new String(Ffmpeg.run(List.of("-v", "quiet", "-i", file.toString(), "-vf",
                "format=yuv420p,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-", "-fps_mode", "passthrough", "-an", "-f", "null", "-")),
                StandardCharsets.UTF_8);
        var pictures = new TreeMap<Double, Long>();
        double time = 0;
        for (String line : lines.lines().toList()) {
            if (line.startsWith("frame:")) {
                time = Double.parseDouble(line.substring(line.indexOf("pts_time:") + 9));
            } else {
                pictures.put(time, Math.round((Double.parseDouble(line.substring(line.indexOf('=') + 1)) - 16) / 4));
            }
        }
        return pictures;
    }

    /** The number of the picture that is shown at a moment. */
    private static long shown(Map<Double, Long> pictures, double moment) {
        long shown = pictures.values().iterator().next();
        for (Map.Entry<Double, Long> picture : pictures.entrySet()) {
            shown = picture.getKey() <= moment ? picture.getValue() : shown;
        }
        return shown;
    }
}
