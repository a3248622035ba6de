package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.ByteRange;
import io.dromedary.media.Command;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.ShippedMedia;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That jobs that use a part of an MP4 make the same of those ranges that are read, and of the whole file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class PartOfInputTest {

    private static final int END = 64 << 10;

    private Path folder;

    @BeforeAll
    void prepare(@TempDir Path directory) {
        folder = directory;
        // B-frames, keyframes each two seconds, groups of pictures that refer to others (open GOP).
        make("last.mp4", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "1500k", "-g", "50", "-x264-params", "open-gop=1",
                "-pix_fmt", "yuv420p", "-c:a", "aac");
        Ffmpeg.run(List.of("-v", "error", "-i", file("last.mp4").toString(), "-c", "copy", "-movflags", "+faststart",
                file("first.mov").toString()));
        make("hevc.mp4", "-s", "160x90", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:keyint=50", "-b:v", "1500k",
                "-pix_fmt", "yuv420p", "-tag:v", "hvc1", "-an");
    }

    private void make(String name, String... coding) {
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=40,noise=alls=20:allf=t",
                "-f", "lavfi", "-i", "sine=f=440:b=4:d=40"));
        arguments.addAll(List.of(coding));
        arguments.add(file(name).toString());
        Ffmpeg.run(arguments);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "last.mp4  | IMAGE | 'start': 21.5, 'format': 'png'                          | 30",
        "first.mov | IMAGE | 'format': 'png'                                         | 30",
        "hevc.mp4  | IMAGE | 'start': 20.04, 'format': 'png'                         | 30",
        "last.mp4  | VIDEO | 'start': 15.3, 'end': 18.7, 'width': 160                | 40",
        "first.mov | VIDEO | 'start': 12, 'end': 14, 'width': 160, 'fps': 10         | 40",
        "last.mp4  | AUDIO | 'start': 10, 'end': 12, 'format': 'wav'                 | 40",
        "last.mp4  | ANIMATION | 'start': 10, 'end': 12, 'width': 64                 | 40"
    })
    void theResultIsTheSameOfTheRangesAndOfTheWholeFile(String name, Kind kind, String options, int percent) throws IOException {
        List<ByteRange> ranges = ranges(file(name), kind, options);
        Path sparse = sparse(file(name), ranges);

        assertThat(ranges).isNotEmpty();
        assertThat(ranges.stream().mapToLong(range -> range.to() - range.from()).sum())
                .isLessThan(Files.size(file(name)) * percent / 100);
        assertThat(run(sparse, file(name), kind, options)).isEqualTo(run(file(name), file(name), kind, options));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "first.mov | IMAGE | 'start': 20, 'format': 'png'                            | 30",
        "last.mp4  | IMAGE | 'start': 39.9, 'format': 'png'                          | 30",
        "hevc.mp4  | VIDEO | 'end': 3, 'width': 160                                  | 30",
        "last.mp4  | VIDEO | 'start': 37, 'width': 160                               | 40"
    })
    void theResultIsTheSameOfOtherRangesAndOfTheWholeFile(String name, Kind kind, String options, int percent) throws IOException {
        theResultIsTheSameOfTheRangesAndOfTheWholeFile(name, kind, options, percent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"last.mp4 | VIDEO | 'width': 160", "last.mp4 | AUDIO | 'format': 'mp3'"})
    void allIsReadWhereAllIsUsed(String name, Kind kind, String options) throws IOException {
        assertThat(ranges(file(name), kind, options)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "edited.mp4 | -ss 3.3 -i %s -c copy",
        "fragments.mp4 | -i %s -c copy -movflags frag_keyframe+empty_moov",
        "other.mkv | -i %s -c copy",
        "other.ts | -i %s -c copy",
        "pcm.mov | -i %s -t 5 -c:v copy -c:a pcm_s16le",
        "two.mp4 | -i %s -t 5 -map 0:v -map 0:a -map 0:a -c copy"})
    void allIsReadWhereItIsNotKnownForSure(String name, String arguments) throws IOException {
        Path input = folder.resolve(name);
        var words = new ArrayList<>(List.of("-v", "error", "-y"));
        words.addAll(List.of(arguments.formatted(file("last.mp4")).split(" ")));
        words.add(input.toString());
        Ffmpeg.run(words);

        assertThat(ranges(input, Kind.VIDEO, "'start': 2, 'end': 3")).isEmpty();
    }

    @Test
    void bytesThatAreMissingAfterAllAreAFailure() throws IOException {
        Path sparse = sparse(file("last.mp4"), ranges(file("last.mp4"), Kind.VIDEO, "'start': 2, 'end': 4"));

        assertThat(failure(sparse, "'start': 20, 'end': 24")).contains("left with 1");
        assertThat(failure(sparse, "'start': 20, 'end': 24, 'audio': false")).contains("left with 1");
    }

    private String failure(Path sparse, String options) throws IOException {
        try {
            run(sparse, file("last.mp4"), Kind.VIDEO, options);
            return "nothing";
        } catch (Ffmpeg.ToolFailure e) {
            return e.getMessage();
        }
    }

    private List<ByteRange> ranges(Path input, Kind kind, String options) throws IOException {
        MediaFile probed = Ffmpeg.probe(input);
        try (var bytes = Files.newByteChannel(input)) {
            return ShippedMedia.media().read(probed, planner(kind, options).options(), bytes);
        }
    }

    private static Planner planner(Kind kind, String options) throws IOException {
        return ShippedMedia.media().planner(kind, new ObjectMapper().readTree(("{" + options + "}").replace('\'', '"')));
    }

    /** Runs the commands that a job would run, and gives what is in the result. */
    private String run(Path input, Path probed, Kind kind, String options) throws IOException {
        Path out = Files.createDirectories(folder.resolve(UUID.randomUUID().toString()));
        Plan plan = planner(kind, options).plan(PlanInputs.of(Ffmpeg.probe(probed), input, out, out, "result"));
        for (Command command : plan.commands()) {
            Ffmpeg.run(Stream.concat(Stream.of("-xerror"), command.arguments().stream()).toList());
        }
        return Ffmpeg.text("ffmpeg", "-v", "error", "-i", plan.main().toString(), "-f", "framemd5", "-");
    }

    /** A copy that has its ends and these ranges, and zeros elsewhere. */
    private Path sparse(Path whole, List<ByteRange> ranges) throws IOException {
        Path sparse = folder.resolve(UUID.randomUUID() + whole.getFileName().toString());
        byte[] bytes = Files.readAllBytes(whole);
        try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(bytes.length);
            file.write(bytes, 0, END);
            file.seek(bytes.length - END);
            file.write(bytes, bytes.length - END, END);
            for (ByteRange range : ranges) {
                file.seek(range.from());
                file.write(bytes, (int) range.from(), (int) (range.to() - range.from()));
            }
        }
        return sparse;
    }
}
