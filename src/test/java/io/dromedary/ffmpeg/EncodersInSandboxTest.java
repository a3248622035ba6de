package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.ffmpeg.Enclosure.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FFmpeg itself does behind the walls all that it is asked for. */
@Tag("process")
class EncodersInSandboxTest {

    private static final Path FFMPEG = Executables.find("ffmpeg", Enclosure.PATH).orElseThrow();
    private static final Path FFPROBE = Executables.find("ffprobe", Enclosure.PATH).orElseThrow();
    private static final Path VIPS = Executables.find("vips", Enclosure.PATH).orElseThrow();
    private static final Pattern ENCODER = Pattern.compile("(?m)^ +encoder: (\\S+)");

    @TempDir
    Path machine;
    private Enclosure enclosure;

    @BeforeEach
    void makeFolders() throws IOException {
        enclosure = new Enclosure(machine);
    }

    private void encode(Sandbox sandbox, String... arguments) throws IOException {
        List<String> all = Stream.concat(Stream.of("-v", "error", "-nostdin", "-y"), Stream.of(arguments)).toList();
        var ended = enclosure.run(sandbox, enclosure.place(), FFMPEG, all);
        assertThat(ended.errors().lines().filter(line -> !line.startsWith("Svt["))).as("%s", all).isEmpty();
        assertThat(ended.exitValue()).as("%s", all).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyEncoderOfTheTableWorks(Runner runner) throws IOException {
        Sandbox sandbox = enclosure.sandbox(runner);
        List<String> encoders = ENCODER.matcher(Files.readString(Path.of("config/encoding.yaml"))).results()
                .map(found -> found.group(1).replace("{bits}", "16")).distinct().toList();
        assertThat(encoders).contains("libx264", "libx265", "libvpx-vp9", "libsvtav1", "aac", "libopus", "libwebp");
        for (String encoder : encoders) {
            boolean isSound = encoder.matches("aac|libopus|libmp3lame|libvorbis|flac|pcm_.*");
            var arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", isSound ? "sine=duration=0.5"
                    : "testsrc2=size=320x180:rate=10:duration=0.5", isSound ? "-c:a" : "-c:v", encoder));
            arguments.addAll(encoder.equals("libx265") ? List.of("-x265-params", "log-level=none") : List.of());
            arguments.addAll(isSound ? List.of() : List.of("-pix_fmt", encoder.equals("png") ? "rgb24"
                    : encoder.equals("gif") ? "rgb8" : encoder.equals("mjpeg") ? "yuvj420p" : "yuv420p"));
            arguments.addAll(List.of("-f", "null", "-"));
            encode(sandbox, arguments.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void libvipsMakesStills(Runner runner) throws IOException {
        Sandbox sandbox = enclosure.sandbox(runner);
        encode(sandbox, "-f", "lavfi", "-i", "testsrc2=size=6000x4000:rate=1", "-frames:v", "1", "photo.png");
        Files.move(enclosure.made.resolve("photo.png"), enclosure.given.resolve("photo"));
        for (String format : List.of("jpeg", "png", "webp", "avif")) {
            String options = format.equals("avif") ? "[compression=av1,bitdepth=8,effort=0]" : "[]";
            var ended = enclosure.run(sandbox, enclosure.place(), VIPS, List.of("thumbnail", "../given/photo[]",
                    "./still." + format + options, "640", "--height", "480", "--size", "force"));
            assertThat(ended.exitValue()).as("%s", ended).isZero();
            assertThat(enclosure.made.resolve("still." + format)).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsPalettesAndWholeFilesAreMade(Runner runner) throws IOException {
        Sandbox sandbox = enclosure.sandbox(runner);
        Files.writeString(enclosure.given.resolve("subtitles.srt"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        encode(sandbox, "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=1", "-f", "lavfi", "-i",
                "sine=duration=1", "-vf", "drawtext=text=x,subtitles=../given/subtitles.srt", "-c:v", "libx264", "-c:a", "aac",
                "-movflags", "+faststart", "film.mp4");
        Files.copy(enclosure.made.resolve("film.mp4"), enclosure.results.resolve("film.mp4"));
        encode(sandbox, "-i", "../out/film.mp4", "-filter_complex", "[0:v]split[a][b];[a]palettegen[p];[b][p]paletteuse",
                "film.gif");
        encode(sandbox, "-i", "../out/film.mp4", "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_segment_filename",
                "film-%03d.ts", "film.m3u8");
        encode(sandbox, "-i", "../out/film.mp4", "-frames:v", "1", "-c:v", "libwebp", "film.webp");
        encode(sandbox, "-i", "../out/film.mp4", "-vf", "zscale=w=160:h=90", "-af", "loudnorm", "-f", "null", "-");
        var probed = enclosure.run(sandbox, enclosure.place(), FFPROBE,
                List.of("-v", "error", "-show_entries", "format=format_name,nb_streams", "-of", "csv", "./film.mp4"));
        assertThat(probed.output()).startsWith("format,2,").contains("mp4");
        assertThat(enclosure.made).isDirectoryContaining(file -> file.endsWith("film.gif"))
                .isDirectoryContaining(file -> file.endsWith("film-000.ts"));
    }

    /** How it ends says which limit it was, also where it is the first process of its namespace. */
    @ParameterizedTest
    @EnumSource
    void whichLimitWasReachedIsKnown(Runner runner) throws IOException {
        var small = new ProcessLimits(512L << 20, 100_000, 128, 64);
        Sandbox sandbox = SandboxFinder.find(Sandbox.Wish.REQUIRE, small, enclosure.around(runner));
        var large = enclosure.run(sandbox, enclosure.place(), FFMPEG, List.of("-v", "error", "-threads", "1",
                "-filter_threads", "1", "-f", "lavfi", "-i", "testsrc2=size=640x360:duration=1", "-c:v", "rawvideo", "out.avi"));
        assertThat(reached(large)).isEqualTo(ProcessFailure.Reason.FILE_TOO_LARGE);
        assertThat(Files.size(enclosure.made.resolve("out.avi"))).isLessThanOrEqualTo(100_000);
        var hungry = enclosure.run(sandbox, enclosure.place(), "exec dd if=/dev/zero of=/dev/null bs=600M count=1");
        assertThat(hungry.exitValue()).isNotZero();
        assertThat(hungry.errors()).contains("memory exhausted");
        assertThat(reached(enclosure.run(sandbox, enclosure.place(), "bash -c 'kill -XCPU $$'; exit $?")))
                .isEqualTo(ProcessFailure.Reason.TIMED_OUT);
    }

    private static ProcessFailure.Reason reached(Enclosure.Ended ended) {
        assertThat(ended.exitValue()).isNotZero();
        return ProcessLimits.reached(ended.exitValue(), ended.errors()).orElseThrow(
                () -> new AssertionError(ended.toString()));
    }

    @Test
    void withoutBubblewrapItWorksAsWell() throws IOException {
        encode(SandboxFinder.find(Sandbox.Wish.OFF, Enclosure.AMPLE, enclosure.around(Runner.TESTER)), "-f", "lavfi", "-i",
                "testsrc2=size=320x180:rate=10:duration=0.5", "-c:v", "libx264", "film.mp4");
        assertThat(enclosure.made.resolve("film.mp4")).isNotEmptyFile();
    }
}
