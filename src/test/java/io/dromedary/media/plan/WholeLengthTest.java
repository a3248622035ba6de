package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plans;
import io.dromedary.media.VideoEncodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures and sound of a result are as long as what was asked for, whatever the container of the input counts in. */
@Tag("encode")
@Order(1)
class WholeLengthTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "webm, libvpx,     libopus,    1", "wmv,  wmv2,       wmav2,      2", "avi,  mpeg4,      libmp3lame, 2",
        "ts,   mpeg2video, mp2,        2"
    })
    void aCutHasAsMuchSoundAsPicture(String container, String video, String audio, double end) {
        Path input = film("film." + container, 3, 3, "-c:v", video, "-c:a", audio);

        Path output = new VideoEncodes(folder).encode(input, "{'end': %s}".formatted(end));

        assertLengths(output, end, end);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "webm, libvpx,     libopus,    2", "mkv,  libx264,    aac,        2", "avi,  mpeg4,      aac,        2",
        "flv,  flv1,       aac,        2", "mpg,  mpeg2video, mp2,        2"
    })
    void aCutOfOtherContainersHasAsMuchSoundAsPicture(String container, String video, String audio, double end) {
        aCutHasAsMuchSoundAsPicture(container, video, audio, end);
    }

    /** An AVI whose index marks no packet of sound as a keyframe, as some cameras write it. */
    @Test
    void soundWithoutFlagsIsCutLikeThePicture() throws Exception {
        Path input = film("film.avi", 3, 3, "-c:v", "mpeg4", "-c:a", "aac");
        byte[] bytes = Files.readAllBytes(input);
        var index = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int entry = index.lastIndexOf("idx1") + 8; entry + 16 <= bytes.length; entry += 16) {
            if (index.startsWith("01wb", entry)) {
                bytes[entry + 4] = 0;
            }
        }

        assertLengths(new VideoEncodes(folder).encode(Files.write(input, bytes), "{'start': 1, 'end': 2.5}"), 1.5, 1.5);
    }

    /** Pictures of one, two and three seconds. */
    @ParameterizedTest
    @CsvSource({"'format': 'mp4', 6", "'format': 'mp4'| 'fps': 10, 6"})
    void theLastPictureOfAnAnimationHasItsOwnTime(String options, double seconds) {
        Path output = new VideoEncodes(folder).encode(slides(), "{%s}".formatted(options.replace('|', ',')));

        assertThat(Ffmpeg.probe(output).duration().orElseThrow()).isCloseTo(seconds, within(0.11));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"'format': 'webm', 6", "'format': 'mp4'| 'end': 5, 5"})
    void theLastPictureOfAnAnimationHasItsOwnTimeInOtherResults(String options, double seconds) {
        theLastPictureOfAnAnimationHasItsOwnTime(options, seconds);
    }

    @Test
    void theLastPictureOfAnAnimationHasItsOwnTimeInSegmentsToo() {
        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(slides(), "{}");

        assertThat(made.renditions().get(0).playlist().seconds()).isCloseTo(6, within(0.3));
    }

    /** FFmpeg takes their rate for 100,000 a second, by which it tells how long segments last. */
    @ParameterizedTest
    @CsvSource({"2, 1", "1, 2"})
    void fewPicturesOfAnAnimationMakeSegmentsOfTheirLength(double rate, double seconds) {
        Path animation = folder.resolve("few.png");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=%s:d=%s".formatted(rate, seconds),
                "-final_delay", "1/" + (int) rate, "-f", "apng", animation.toString()));

        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(animation, "{}");

        assertThat(made.renditions().get(0).playlist().seconds()).isCloseTo(seconds, within(0.1));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"5, 1"})
    void fivePicturesASecondMakeSegmentsOfTheirLength(double rate, double seconds) {
        fewPicturesOfAnAnimationMakeSegmentsOfTheirLength(rate, seconds);
    }

    /** As a recording of a screen: a second of movement, then one picture for four. */
    @ParameterizedTest
    @CsvSource({"{}, 5", "{'fps': 25}, 5", "{'end': 3}, 3"})
    void aPictureThatStandsStillIsShownToTheEnd(String options, double seconds) {
        Path second = folder.resolve("second.mp4");
        Path silent = folder.resolve("silent.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-c:v", "libx264", "-preset",
                "ultrafast", second.toString()));
        Ffmpeg.run(List.of("-v", "error", "-i", second.toString(), "-c", "copy", "-bsf:v",
                "setts=duration='if(eq(N,24),51712,512)'", silent.toString()));
        assertThat(Ffmpeg.probe(silent).duration().orElseThrow()).isCloseTo(5, within(0.01));

        assertThat(length(new VideoEncodes(folder).encode(silent, options), "v:0")).isCloseTo(seconds, within(0.08));
    }

    @Test
    void onePictureUnderLongSoundIsShownThroughout() {
        Path input = film("one.mp4", 0.04, 8, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");

        assertLengths(new VideoEncodes(folder).encode(input, "{}"), 8, 8);
        assertLengths(new VideoEncodes(folder).encode(input, "{'end': 3}"), 3, 3);
        var made = new AdaptiveEncodes(folder).make(input, "{}").renditions();
        assertThat(made).allSatisfy(rendition -> assertThat(rendition.playlist().seconds()).isCloseTo(8, within(0.1)));
    }

    /** Whether the pictures come at a constant rate, are held after their end, or have less sound beside them. */
    @ParameterizedTest
    @CsvSource({
        "mp4, 1, 6, {'frames': 50}, 2, 2", "mp4, 3, 1, {'frames': 50}, 2, 1", "ts, 3, 3, {'frames': 50}, 2, 2",
        "webm, 3, 3, {'frames': 25| 'start': 1}, 1, 1", "mp4, 3, 3, {'frames': 20| 'fps': 10}, 2, 2"
    })
    void aNumberOfPicturesEndsTheSoundToo(
            String container, double pictures, double sound, String options, double shown, double heard) {
        boolean webm = container.equals("webm");
        Path input = film("film." + container, pictures, sound, "-c:v", webm ? "libvpx" : "libx264", "-g", "12", "-c:a",
                webm ? "libopus" : "aac");

        Path output = new VideoEncodes(folder).encode(input, options.replace('|', ','));

        assertThat(length(output, "v:0")).as("pictures").isCloseTo(shown, within(0.08));
        assertThat(length(output, "a:0")).as("sound").isBetween(heard - 0.08, shown + 0.15);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "mp4, 1, 6, {'frames': 10}, 0.4, 0.4", "ts, 3, 3, {'frames': 10}, 0.4, 0.4", "mp4, 3, 3, {'frames': 500}, 3, 3",
        "mkv, 1, 6, {'frames': 50}, 2, 2"
    })
    void anotherNumberOfPicturesEndsTheSoundToo(
            String container, double pictures, double sound, String options, double shown, double heard) {
        aNumberOfPicturesEndsTheSoundToo(container, pictures, sound, options, shown, heard);
    }

    /** 25 pictures a second for 1.2 s, and then 5: at their average rate, 30 pictures would last for 3.3 s. */
    @ParameterizedTest
    @CsvSource({"mp4, 30", "ts, 30"})
    void aNumberOfPicturesOfVaryingRateEndsTheSoundToo(String container, int count) {
        Path input = film("varying." + container, 6, 6, "-vf", "select='if(lt(t,1.2),1,not(mod(n,5)))'", "-fps_mode", "vfr",
                "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");

        Path output = new VideoEncodes(folder).encode(input, "{'frames': %d}".formatted(count));

        assertThat(Ffmpeg.values(output, "v:0", "packet=pts")).hasSize(count);
        assertThat(length(output, "v:0")).isCloseTo(1.2, within(0.08));
        // Decoders hold pictures back, and the sound goes on meanwhile.
        assertThat(length(output, "a:0")).isBetween(1.1, 2.0);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"mkv, 30"})
    void aNumberOfPicturesOfVaryingRateInMatroskaEndsTheSoundToo(String container, int count) {
        aNumberOfPicturesOfVaryingRateEndsTheSoundToo(container, count);
    }

    @Test
    void lessThanOnePictureIsOne() {
        Path input = film("brief.mp4", 0.04, 0.04, "-c:v", "libx264", "-preset", "ultrafast", "-an");

        assertThat(Ffmpeg.values(new VideoEncodes(folder).encode(input, "{'fps': 10}"), "v:0", "packet=pts")).hasSize(1);
        Path moving = new Plans(folder).run(Kind.ANIMATION, input, "{'end': 1}").main();
        assertThat(Ffmpeg.values(moving, "v:0", "packet=pts")).hasSize(1);
    }

    /** A picture a second under sound, cut where no tick of the picture's clock is. */
    @Test
    void aCutOfSlowPicturesEndsInTime() {
        Path input = film("slow.mp4", 5, 5, "-r", "1", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");

        Path output = new VideoEncodes(folder).encode(input, "{'start': 1.5, 'end': 3.2}");

        assertThat(length(output, "v:0")).isBetween(1.2, 1.75);
        assertThat(length(output, "a:0")).isCloseTo(1.7, within(0.08));
    }

    /** Sound from 1.5 s on, of a film of 4 s; formats of sound alone cannot say that it begins late. */
    @ParameterizedTest
    @CsvSource({"mp3, 0, 4", "flac, 1, 3", "m4a, 0, 4"})
    void lateSoundAloneIsInItsPlace(String format, double start, double seconds) {
        var plan = new Plans(folder).run(Kind.AUDIO, late(), "{'format': '%s', 'start': %s}".formatted(format, start));

        assertThat(Plans.difference(plan)).isEmpty();
        assertThat(samples(plan.main())).isCloseTo(seconds, within(0.15));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"wav, 0, 4", "aac, 0, 4", "opus, 0, 4", "ogg, 0, 4"})
    void lateSoundAloneIsInItsPlaceInOtherFormats(String format, double start, double seconds) {
        lateSoundAloneIsInItsPlace(format, start, seconds);
    }

    @ParameterizedTest
    @CsvSource({"VIDEO, mp4", "AUDIO, m4a"})
    void aCutBeforeLateSoundIsSilent(Kind kind, String format) {
        var plan = new Plans(folder).run(kind, late(), "{'format': '%s', 'start': 0.5, 'end': 1}".formatted(format));

        assertThat(Plans.difference(plan)).isEmpty();
        assertThat(samples(plan.main())).isCloseTo(0.5, within(0.15));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"VIDEO, webm", "AUDIO, mp3"})
    void aCutBeforeLateSoundIsSilentInOtherFormats(Kind kind, String format) {
        aCutBeforeLateSoundIsSilent(kind, format);
    }

    private Path late() {
        Path file = folder.resolve("late.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-itsoffset", "1.5", "-f", "lavfi",
                "-i", "sine=440:r=48000:d=2.5", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", file.toString()));
        return file;
    }

    /** Seconds of sound that are really there, at 48 kHz. */
    private double samples(Path file) {
        Path raw = folder.resolve("samples.raw");
        Ffmpeg.run(List.of("-v", "error", "-y", "-i", file.toString(), "-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "s16le",
                raw.toString()));
        return raw.toFile().length() / 2.0 / 48_000;
    }

    private Path slides() {
        Path file = folder.resolve("slides.gif");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=0.12", "-vf",
                "setpts='if(eq(N,0),0,if(eq(N,1),1,3))/TB'", "-fps_mode", "vfr", "-final_delay", "300", file.toString()));
        return file;
    }

    private Path film(String name, double pictures, double sound, String... coding) {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i",
                "testsrc2=s=160x90:r=25:d=" + pictures, "-f", "lavfi", "-i", "sine=440:r=48000:d=" + sound));
        arguments.addAll(List.of(coding));
        if (arguments.contains("libvpx")) {
            arguments.addAll(List.of("-deadline", "realtime", "-cpu-used", "8"));
        }
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }

    static void assertLengths(Path file, double pictures, double sound) {
        assertThat(length(file, "v:0")).as("pictures").isCloseTo(pictures, within(0.08));
        assertThat(length(file, "a:0")).as("sound").isCloseTo(sound, within(0.08));
    }

    /** Seconds of a stream, by the MP4's own table of its packets. */
    static double length(Path file, String stream) {
        return Double.parseDouble(Ffmpeg.values(file, stream, "stream=duration").get(0));
    }
}
