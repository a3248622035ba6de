package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bench/corpus, over small files that are made here; and that it notices what is wrong. */
@Tag("process")
class CorpusTest {

    @TempDir
    Path folder;

    @Test
    void everyFileGoesThroughEveryKindAndIsAsPlannedOrRefusedWithItsReason() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files/old ones"));
        made(files.resolve("film.mkv"), 2, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");
        made(files.resolve("old.avi"), 2, "-c:v", "cinepak", "-c:a", "pcm_s16le");
        made(files.resolve("sound.wv"), 2, "-vn", "-f", "wv");
        made(files.resolve("still.jp2"), 1, "-an", "-frames:v", "1", "-f", "image2pipe", "-c:v", "jpeg2000");
        Files.writeString(files.resolve("drawing.psd"), "8BPS\0\1\0\0\0\0\0\0\0\3", StandardCharsets.ISO_8859_1);
        var told = new ArrayList<String>();
        try (var corpus = new Corpus(folder.resolve("run"), folder.resolve("files"), Corpus.KINDS, told::add)) {
            CorpusOutcome outcome = corpus.run();
            assertThat(outcome.isRight()).as(outcome.table()).isTrue();
            assertThat(told).hasSize(5 * Corpus.KINDS.size());
            assertThat(told).filteredOn(line -> line.contains("film.mkv")).allMatch(line -> line.startsWith("right"));
            assertThat(told).filteredOn(line -> line.contains("old.avi")).allMatch(line -> line.startsWith("right"));
            assertThat(told).filteredOn(line -> line.contains("drawing.psd"))
                    .allMatch(line -> line.startsWith("refused") && line.contains("Photoshop"));
            assertThat(told).filteredOn(line -> line.startsWith("right")).hasSize(5 + 5 + 2 + 1);
            assertThat(outcome.table()).contains("no_video_stream", "no_audio_stream", "Photoshop");
        }
    }

    @Test
    void whatComesOutOtherwiseIsNoticed() throws IOException {
        CorpusMeasure whole = measure("whole.mp4", 3, "-c:v", "mpeg4", "-c:a", "aac");
        CorpusMeasure half = measure("half.mp4", 1, "-c:v", "mpeg4", "-c:a", "aac");
        CorpusMeasure silent = measure("silent.mp4", 3, "-c:v", "mpeg4", "-an");
        CorpusMeasure cut = measure("cut.mkv", 3, "-c:v", "mpeg4", "-c:a", "aac", "-af", "atrim=end=1");
        CorpusMeasure small = measure("small.mp4", 3, "-c:v", "mpeg4", "-c:a", "aac", "-s", "32x18");
        CorpusMeasure sound = measure("sound.m4a", 3, "-vn", "-c:a", "aac");
        assertThat(CorpusComparison.differences("video", whole, whole, false)).isEmpty();
        assertThat(differences("video", whole, half)).contains("the file lasts 1.0", "the sound lasts 1.0");
        assertThat(differences("video", whole, silent)).isEqualTo("the sound is lost without a word");
        assertThat(CorpusComparison.differences("video", whole, silent, true)).isEmpty();
        assertThat(differences("video", whole, cut)).startsWith("the sound lasts 1.0").doesNotContain("file");
        assertThat(differences("video", whole, small)).isEqualTo("32×18 pixels, not 64×36");
        assertThat(differences("video", whole, sound)).contains("the picture is lost");
        assertThat(differences("audio", whole, sound)).isEmpty();
        assertThat(differences("audio", whole, half)).startsWith("the sound lasts 1.0");
        assertThat(differences("animation", whole, half)).startsWith("the picture lasts 1.0");
        assertThat(differences("image", whole, small)).contains("pixels");
    }

    /** A picture and a sound of half a second, which FFmpeg takes for others. */
    @Test
    void smallSegmentsAreMeasuredToo() throws IOException {
        made(folder.resolve("picture.ts"), 1, "-an", "-c:v", "libx264", "-frames:v", "1", "-f", "mpegts");
        made(folder.resolve("sound.ts"), 1, "-vn", "-c:a", "aac", "-b:a", "24k", "-af", "atrim=end=0.3", "-f", "mpegts");
        for (String name : List.of("picture", "sound")) {
            Files.writeString(folder.resolve(name + ".m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.3,\n%s.ts\n#EXT-X-ENDLIST\n"
                    .formatted(name));
        }
        Files.writeString(folder.resolve("master.m3u8"), "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"sound.m3u8\"\n"
                + "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"a\"\npicture.m3u8\n");

        CorpusMeasure measure = CorpusMeasure.of(folder.resolve("master.m3u8")).orElseThrow();

        assertThat(measure.width()).contains(64);
        assertThat(measure.sound().orElseThrow()).isBetween(0.25, 0.45);
    }

    @Test
    void noSizeIsNotASizeOfNothing() throws IOException {
        CorpusMeasure moving = measure("moving.webp", 1, "-an");
        assertThat(moving.hasPicture()).isTrue();
        assertThat(moving.width()).isEmpty();
        assertThat(moving.height()).isEmpty();
    }

    @Test
    void whatDiffersFailsTheWhole() {
        for (CorpusRow.Verdict verdict : CorpusRow.Verdict.values()) {
            var outcome = new CorpusOutcome(List.of("video"), List.of(new CorpusRow("a.mp4", "video", verdict, "a reason")));
            boolean right = verdict == CorpusRow.Verdict.RIGHT || verdict == CorpusRow.Verdict.REFUSED;
            assertThat(outcome.isRight()).isEqualTo(right);
            assertThat(outcome.table().contains("differs or failed\n")).isEqualTo(!right);
        }
    }

    private static String differences(String kind, CorpusMeasure input, CorpusMeasure result) {
        return String.join("; ", CorpusComparison.differences(kind, input, result, false));
    }

    private CorpusMeasure measure(String name, int seconds, String... arguments) throws IOException {
        made(folder.resolve(name), seconds, arguments);
        return CorpusMeasure.of(folder.resolve(name)).orElseThrow();
    }

    private static void made(Path file, int seconds, String... arguments) {
        var command = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i",
                "testsrc2=size=64x36:rate=25:duration=" + seconds, "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=" + seconds));
        command.addAll(Arrays.asList(arguments));
        command.add(file.toString());
        Ffmpeg.run(command);
    }
}
