package io.dromedary.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.AdaptiveEncodes;
import io.dromedary.media.Ffmpeg;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renditions so short that FFmpeg would take them for another format, or for none, are described by what was made. */
@Tag("encode")
class ShortRenditionTest {

    @TempDir
    private Path folder;

    /** A segment of silence, of some hundred bytes. */
    @ParameterizedTest
    @CsvSource({"0.02", "0.6"})
    void aVeryShortRenditionIsWhatWasMade(double seconds) {
        Path input = folder.resolve("short.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15:d=" + seconds, "-f", "lavfi", "-i",
                "anullsrc=r=44100:cl=stereo", "-t", Double.toString(seconds), "-c:v", "libx264", "-c:a", "aac", input.toString()));

        AdaptiveEncodes.Made made = new AdaptiveEncodes(folder).make(input, "{'end': 4}");

        assertThat(made.renditions()).anySatisfy(rendition -> assertThat(rendition.codec()).startsWith("avc1."))
                .anySatisfy(rendition -> assertThat(rendition.codec()).startsWith("mp4a.40."))
                .allSatisfy(rendition -> assertThat(rendition.sample().formats()).contains("mpegts"));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"0.06", "0.15", "1"})
    void aShortRenditionIsWhatWasMade(double seconds) {
        aVeryShortRenditionIsWhatWasMade(seconds);
    }
}
